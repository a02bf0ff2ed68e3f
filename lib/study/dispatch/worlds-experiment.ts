import { existsSync } from "node:fs";
import { join } from "node:path";
import { ALL_WORLDS } from "../../cluster/docker/index.js";
import { dispatchedSpec } from "../../cluster/index.js";
import { createController } from "../../control/index.js";
import { columns, experiment, loadConditions } from "../../evaluation/index.js";
import { mean } from "../../statistics/index.js";
import { knownCalibration } from "../calibration/calibration.js";
import { runFiles } from "../real-cluster/run-files.js";
import type { PlannedRun } from "../real-plan/plan.js";
import { MODELS, pairedRequests } from "./paired-requests.js";
import { DISPATCH_PLAN, dispatchRuns } from "./plan.js";
import { REAL_DISPATCH_COMMAND, REAL_DISPATCH_RECORDS } from "./real-runs.js";
import { compared } from "./request-blocks.js";

/** The same requests on the real cluster and in the simulator, relative to the data folder. */
export const DISPATCH_WORLDS_FILE = "dispatch/worlds.csv";

const number = { kind: "number" } as const;
const error = { kind: "number", optional: true } as const;

/**
 * What became of the requests of one dispatch under one load in one model: times in s, with 95 % bootstrap intervals over blocks of
 * requests, the same for all models; errors are model / real - 1.
 */
const COLUMNS = columns({
  controller: { kind: "text", identity: true },
  load: { kind: "number", identity: true },
  size: { kind: "integer", identity: true },
  model: { kind: "text", point: true, choices: MODELS },
  runs: { kind: "integer" },
  requests: { kind: "integer" },
  mean: number,
  mean_lower: number,
  mean_upper: number,
  p95: number,
  p95_lower: number,
  p95_upper: number,
  mean_error: error,
  mean_error_lower: error,
  mean_error_upper: error,
  p95_error: error,
  p95_error_lower: error,
  p95_error_upper: error,
  /** Requests slower than the SLA or not answered. */
  violation_rate: number,
  /** Mean busy share of the machine while the real ones were measured. */
  host_busy: number,
});

function worldIn(dataDir: string) {
  return ALL_WORLDS.docker({ ...knownCalibration(dataDir), wholeFleet: true });
}

/** The cell's runs that are kept. */
function keptRuns({ controller, load }: { controller: string; load: number }, dataDir: string): PlannedRun[] {
  const workload = DISPATCH_PLAN.loads.find((one) => one.load === load)?.workload;
  return dispatchRuns().filter(
    (run) =>
      run.controller === controller &&
      run.workload === workload &&
      existsSync(runFiles(join(dataDir, REAL_DISPATCH_RECORDS), run).requests),
  );
}

const filesOf = (run: PlannedRun) => runFiles(REAL_DISPATCH_RECORDS, run);

/** The real proxy's dispatches against the simulator's, request by request. */
export const dispatchWorlds = experiment({
  id: "dispatch-worlds",
  question: "Does the real proxy's dispatch do what the simulator's does?",
  module: __filename,
  file: DISPATCH_WORLDS_FILE,
  columns: COLUMNS,
  committed: [DISPATCH_WORLDS_FILE],
  cells: (_, dataDir) =>
    DISPATCH_PLAN.loads
      .flatMap(({ load }) =>
        DISPATCH_PLAN.controllers.map((controller) => ({ controller, load, size: DISPATCH_PLAN.size })),
      )
      .filter((cell) => keptRuns(cell, dataDir).length > 0),
  inputs: (cell, dataDir) =>
    keptRuns(cell, dataDir).flatMap((run) => [filesOf(run).requests, filesOf(run).conditions]),
  measure(cell, { dataDir }) {
    const world = worldIn(dataDir);
    const spec = dispatchedSpec(world.spec(cell.size), createController(cell.controller));
    const runs = keptRuns(cell, dataDir);
    const files = runs.map((run) => runFiles(join(dataDir, REAL_DISPATCH_RECORDS), run));
    const paired = runs.map((run, r) =>
      pairedRequests({
        spec,
        workload: world.workload(run.workload),
        seed: run.evaluationSeed,
        steps: run.steps,
        file: files[r].requests,
      }),
    );
    const host_busy = mean(
      files.flatMap(({ conditions }) => loadConditions(conditions).map(({ hostBusy }) => hostBusy)),
    );
    return compared(paired, spec.sla).map((row) => ({ ...row, runs: runs.length, host_busy }));
  },
  describe: () => {
    return { seed: DISPATCH_PLAN.seed, config: { ...DISPATCH_PLAN, records: REAL_DISPATCH_COMMAND } };
  },
});
