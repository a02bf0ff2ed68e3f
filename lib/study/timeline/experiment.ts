import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import {
  type Column,
  machine,
  readCsv,
  specDescription,
  specId,
  writeCsv,
  writeManifestEntry,
} from "../../data/index.js";
import { codeHash, RESULT_SOURCES } from "../../evaluation/code-hash.js";
import { evaluationSeed } from "../../evaluation/config.js";
import { runEpisode } from "../../evaluation/episode.js";
import type { Experiment, ExperimentRun } from "../../evaluation/experiments/experiment.js";
import { DEFAULT_PRICE, simulationByName } from "../../evaluation/simulation.js";

/** One control step, as it stands in timeline.csv. */
interface TimelineRow {
  workload: string;
  controller: string;
  run: number;
  step: number;
  /** Offered load in containers' worth: arrival rate / service rate of one. */
  offered_load: number;
  /** Containers in each state at the end of the step. */
  starting: number;
  ready: number;
  draining: number;
  requests: number;
  violations: number;
  /** `codeHash` of the sources that made the row. */
  code: string;
}

const COLUMNS: readonly Column<TimelineRow>[] = [
  { name: "workload", kind: "text" },
  { name: "controller", kind: "text" },
  { name: "run", kind: "integer" },
  { name: "step", kind: "integer" },
  { name: "offered_load", kind: "number" },
  { name: "starting", kind: "integer" },
  { name: "ready", kind: "integer" },
  { name: "draining", kind: "integer" },
  { name: "requests", kind: "integer" },
  { name: "violations", kind: "integer" },
  { name: "code", kind: "text" },
];

/** The same at every budget: it takes seconds. */
const CONFIG = Object.freeze({
  workloads: ["constant-0.6", "flash-0.25-0.75"],
  controllers: ["threshold", "pid", "square-root", "writeup-pid"],
  size: 15,
  runs: 5,
  steps: 300,
  seed: 1,
});

/** Step by step, what rules do at a constant load and in a flash crowd. */
export const timeline: Experiment = Object.freeze({
  id: "timeline",
  question: "When do rules violate the SLA: at the start, when a crowd arrives, or all the time?",
  file: "timeline.csv",
  async run({ dataDir, command, date, otherCode, signal, onProgress }: ExperimentRun) {
    const file = join(dataDir, "timeline.csv");
    const code = codeHash();
    const { workloads, controllers, size, runs, steps, seed } = CONFIG;
    const total = workloads.length * controllers.length * runs;
    const held = existsSync(file) ? readCsv(file, COLUMNS) : [];
    if (held.length === total * steps && held.every((row) => otherCode === "keep" || row.code === code)) {
      onProgress?.(total, total);
      return 0;
    }
    const simulation = simulationByName("sim");
    const spec = simulation.spec(size);
    const rows: TimelineRow[] = [];
    let done = 0;
    for (const name of workloads)
      for (const controller of controllers)
        for (let run = 0; run < runs; run++) {
          const workload = simulation.workload(name);
          const cluster = simulation.open({ spec, workload, steps, price: DEFAULT_PRICE });
          const records = await runEpisode({
            cluster,
            controller: controllerByText(controller),
            seed: evaluationSeed(seed, { workload: name, size, run }),
            steps,
            signal,
          });
          await cluster.close();
          const column = (of: Parameters<typeof records.column>[0]) => records.column(of);
          for (let step = 0; step < steps; step++)
            rows.push({
              workload: name,
              controller,
              run,
              step,
              // Enough for a picture; the whole rate would be most of the file.
              offered_load: Number((column("offeredRate")[step] / spec.containers[0].serviceRate).toFixed(4)),
              starting: column("starting")[step],
              ready: column("ready")[step],
              draining: column("draining")[step],
              requests: column("requests")[step],
              violations: column("violations")[step],
              code,
            });
          onProgress?.(++done, total);
        }
    writeCsv(file, COLUMNS, rows);
    writeManifestEntry(join(dataDir, "manifest.json"), file, {
      command,
      date,
      code,
      codeFolders: RESULT_SOURCES,
      machine: machine(),
      seed,
      config: CONFIG,
      specs: { [specId(spec)]: specDescription(spec) },
    });
    return total;
  },
});
