import { join } from "node:path";
import { ALL_WORLDS } from "../../cluster/docker/index.js";
import {
  type EvaluationCell,
  evaluatedEpisode,
  evaluationCells,
  evaluationConfig,
  evaluationWorld,
  experiment,
  loadRecords,
  RESULT_COLUMNS,
  type RecordTable,
  type ResultCell,
  recordMetrics,
  recordsFile,
  resultCell,
  rewardTermsText,
  termMeans,
} from "../../evaluation/index.js";
import { knownCalibration, VERIFY_COMMAND } from "./calibration.js";
import { COMPARISON_COLUMNS, worldComparisons } from "./world-comparison.js";

const FOLDER = "calibration/standard-runs";

/** The worlds under the data folder's calibration as `calibrate --verify` had them. @throws RangeError where there are none. */
function comparedWorld(cluster: "sim" | "docker", dataDir: string) {
  const calibration = knownCalibration(dataDir);
  const settings = calibration?.verification;
  if (calibration === undefined || settings === undefined)
    throw new RangeError(`dataDir must hold a calibration with its comparison, got ${dataDir}`);
  const { controllers, workloads, runs, steps, seed, rows } = settings;
  const sizes = [...new Set(rows.map(({ size }) => size))];
  const config = evaluationConfig(
    { cluster, controllers, workloads, runs, steps, seed, sizes },
    "calibration",
  );
  return evaluationWorld(config, { ...calibration, wholeFleet: true, worlds: ALL_WORLDS });
}

type Cell = ResultCell & { readonly own: EvaluationCell };

function cells(cluster: "sim" | "docker", dataDir: string): Cell[] {
  const { config, spec, workload } = comparedWorld(cluster, dataDir);
  return evaluationCells(config).map((own) => ({
    ...resultCell(config, own, spec(own), workload(own.workload)),
    own,
  }));
}

/** Metrics of a run on real containers, from its records. */
async function realMeasures(own: EvaluationCell, dataDir: string) {
  const records = await loadRecords(recordsFile(join(dataDir, FOLDER), own));
  return {
    ...recordMetrics(records),
    reward_terms: rewardTermsText(termMeans(records)),
    offered_rate: sum(records, "requests") / sum(records, "duration"),
  };
}

function sum(records: RecordTable, name: "requests" | "duration"): number {
  return records.column(name).reduce((total, value) => total + value, 0);
}

/** Metrics of the same run, simulated. */
async function simulatedMeasures(cell: Cell, dataDir: string) {
  const world = comparedWorld("sim", dataDir);
  const { own } = cell;
  const [spec, workload] = [world.spec(own), world.workload(own.workload)];
  const cluster = await world.openCluster({ cell: own, spec, workload, steps: cell.steps });
  const controller = await world.controller(own, spec);
  return evaluatedEpisode({ ...cell, cluster: "sim" }, { cluster, controller });
}

const shared = {
  module: __filename,
  madeBy: VERIFY_COMMAND,
  describe: () => ({ seed: 1, config: {} }),
};

/** Runs of rules in both worlds under the calibration. */
export const calibrationRuns = experiment({
  ...shared,
  id: "calibration-runs",
  question: "Does the calibrated simulator do what real containers do under the same requests?",
  file: `${FOLDER}.csv`,
  columns: RESULT_COLUMNS,
  cells: (_, dataDir) => (["docker", "sim"] as const).flatMap((cluster) => cells(cluster, dataDir)),
  kindOf: ({ cluster }) => cluster,
  async recompute(cell, { dataDir }) {
    const isReal = cell.cluster === "docker";
    return { rows: [await (isReal ? realMeasures(cell.own, dataDir) : simulatedMeasures(cell, dataDir))] };
  },
});

/** The two worlds' metrics side by side, run by run. */
export const calibrationComparison = experiment({
  ...shared,
  id: "calibration-comparison",
  question: "How far is the calibrated simulator from real containers, metric by metric?",
  file: "calibration/standard-comparison.csv",
  columns: COMPARISON_COLUMNS,
  cells: (_, dataDir) => cells("docker", dataDir),
  async recompute(cell, { dataDir }) {
    const real = await realMeasures(cell.own, dataDir);
    const simulated = await simulatedMeasures(cell, dataDir);
    const { config } = comparedWorld("sim", dataDir);
    const seconds = config.steps * (knownCalibration(dataDir)?.spec.controlInterval ?? Number.NaN);
    return {
      rows: worldComparisons(
        [{ ...cell, ...real }],
        [{ ...cell, ...simulated, offered_rate: simulated.requests / seconds }],
      ),
    };
  },
});
