import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Budget } from "../../data/index.js";
import { appendCsv, type Column, machine, readCsv, writeCsv, writeManifestEntry } from "../../data/index.js";
import { codeHash, RESULT_SOURCES } from "../../evaluation/code-hash.js";
import type { Experiment, ExperimentRun } from "../../evaluation/experiments/experiment.js";
import { deriveSeed } from "../../random/index.js";
import { type TheoryCase, theoryCases, theoryRun } from "./cases.js";

/** One run of a case of `theoryCases`, as it stands in theory.csv; times in s. */
export interface TheoryRow {
  model: string;
  size: number;
  utilization: number;
  run: number;
  steps: number;
  seed: number;
  requests: number;
  response_time_theory: number;
  response_time_mean: number;
  refused_share_theory: number;
  refused_share: number;
  /** `codeHash` of the sources that made the row. */
  code: string;
}

const COLUMNS: readonly Column<TheoryRow>[] = [
  { name: "model", kind: "text" },
  { name: "size", kind: "integer" },
  { name: "utilization", kind: "number" },
  { name: "run", kind: "integer" },
  { name: "steps", kind: "integer" },
  { name: "seed", kind: "integer" },
  { name: "requests", kind: "integer" },
  { name: "response_time_theory", kind: "number" },
  { name: "response_time_mean", kind: "number" },
  { name: "refused_share_theory", kind: "number" },
  { name: "refused_share", kind: "number" },
  { name: "code", kind: "text" },
];

const BASE_SEED = 1;
/** What its rows depend on, as for `codeHash`. */
const SOURCES = [...RESULT_SOURCES, "study/theory/cases"];
/** Runs of each case, and container-seconds a run: slow queues (high utilisation) need more, see `stepsOf`. */
const SCALE: Readonly<Record<Budget, { readonly runs: number; readonly containerSeconds: number }>> =
  Object.freeze({
    smoke: { runs: 4, containerSeconds: 12_500 },
    reduced: { runs: 10, containerSeconds: 100_000 },
    paper: { runs: 30, containerSeconds: 250_000 },
  });

/** Queues near saturation forget slowly: their runs are longer. */
function stepsOf(budget: Budget, size: number, utilization: number): number {
  const longer = utilization > 0.9 ? 8 : utilization > 0.7 ? 2 : 1;
  return Math.round((SCALE[budget].containerSeconds * longer) / size);
}

/** The exact simulator against queues with a known solution. */
export const theory: Experiment = Object.freeze({
  id: "theory",
  question: "Does the exact simulator agree with queueing theory?",
  file: "theory.csv",
  async run({ budget, dataDir, command, date, otherCode, signal, onProgress }: ExperimentRun) {
    const file = join(dataDir, "theory.csv");
    const key = (row: TheoryRow) => [row.model, row.utilization, row.run, row.steps].join();
    const code = codeHash(SOURCES);
    const planned = theoryCases().flatMap((theory) =>
      Array.from({ length: SCALE[budget].runs }, (_, run) => ({
        theory,
        row: plannedRow(theory, run, budget, code),
      })),
    );
    const rows = existsSync(file) ? readCsv(file, COLUMNS) : [];
    const wanted = new Set(planned.map(({ row }) => key(row)));
    const kept =
      otherCode === "keep" ? rows : rows.filter((row) => row.code === code && wanted.has(key(row)));
    if (kept.length < rows.length) writeCsv(file, COLUMNS, kept);
    const held = new Set(kept.map(key));
    let done = 0;
    let ran = 0;
    for (const { theory, row } of planned) {
      // Lets a signal in between two runs, which compute without a pause.
      await setImmediate();
      signal?.throwIfAborted();
      if (!held.has(key(row))) {
        const result = theoryRun(theory, row.steps, row.seed);
        row.requests = result.requests;
        row.response_time_mean = result.responseTimeMean;
        row.refused_share = result.refusedShare;
        appendCsv(file, COLUMNS, [row]);
        ran++;
      }
      onProgress?.(++done, planned.length);
    }
    if (ran > 0 || kept.length < rows.length)
      writeManifestEntry(join(dataDir, "manifest.json"), file, {
        command,
        date,
        code,
        codeFolders: SOURCES,
        machine: machine(),
        seed: BASE_SEED,
        config: { budget, ...SCALE[budget] },
        specs: {},
      });
    return ran;
  },
});

/** The row of a run before it is made. */
function plannedRow(theory: TheoryCase, run: number, budget: Budget, code: string): TheoryRow {
  const { model, size, utilization } = theory;
  return {
    model,
    size,
    utilization,
    run,
    steps: stepsOf(budget, size, utilization),
    seed: deriveSeed(BASE_SEED, "theory", model, utilization, run),
    requests: 0,
    response_time_theory: theory.meanResponseTime,
    response_time_mean: 0,
    refused_share_theory: theory.blockingProbability,
    refused_share: 0,
    code,
  };
}

/** The rows of theory.csv. @throws InputError where the file is missing, cut off or foreign. */
export function readTheory(file: string): TheoryRow[] {
  return readCsv(file, COLUMNS);
}
