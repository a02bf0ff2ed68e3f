import { join } from "node:path";
import { ALL_WORLDS } from "../../cluster/docker/index.js";
import { DEFAULT_PRICE, type World } from "../../cluster/index.js";
import { specId } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  type CellOf,
  experiment,
  loadConditions,
  loadRecords,
  recordMetrics,
  rewardTermsText,
  termMeans,
} from "../../evaluation/index.js";
import { workloadByName } from "../../workload/index.js";
import { knownCalibration } from "../calibration/calibration.js";
import { playerOf } from "../real-plan/agents.js";
import { type PlannedRun, plannedRuns } from "../real-plan/plan.js";
import { runConditions } from "./conditions.js";
import { makeRun, runIdentity } from "./make-run.js";
import { requestFindings } from "./request-check.js";
import { REAL_COLUMNS, REAL_FILE, REAL_RECORDS, REAL_SIMULATED_FILE } from "./results.js";
import { runFiles } from "./run-files.js";

/** A world of the plan by the calibration of the data folder. @throws RangeError where there is none. */
function worldIn(dataDir: string, name: "docker" | "sim"): World {
  const known = knownCalibration(dataDir);
  if (known === undefined) throw new RangeError(`dataDir must hold a calibration, got ${dataDir}`);
  return ALL_WORLDS[name](known);
}

function workloadOf({ workload, size }: PlannedRun, world: World) {
  return workloadByName(workload, { nodeCapacity: world.nodeCapacity(size) });
}

/** A run of the plan as a cell of a file. */
type Cell = CellOf<typeof REAL_COLUMNS> & { readonly planned: PlannedRun };

/** The plan's runs on a kind of cluster, as the cells of its file. */
function cells(cluster: "docker" | "sim", dataDir: string): Cell[] {
  const world = worldIn(dataDir, cluster);
  return plannedRuns().map((run) => {
    return {
      cluster,
      ...runIdentity(run),
      training_seed: run.trainingSeed,
      price: DEFAULT_PRICE,
      split: workloadOf(run, world).split,
      spec: specId(world.spec(run.size)),
      planned: run,
    };
  });
}

function playerIn(dataDir: string, run: PlannedRun) {
  const folder = join(dataDir, AGENTS_FOLDER);
  const world = worldIn(dataDir, "docker");
  const { tunedAgents } = world;
  const player = playerOf(run, world, { phase1: [folder], phase2: folder, tunedAgents });
  if (typeof player === "string") throw new RangeError(`the agent is missing: ${player}`);
  return player;
}

const shared = {
  columns: REAL_COLUMNS,
  module: __filename,
  describe: () => ({ seed: 1, config: {} }),
  kindOf: ({ controller, phase }: Cell) => `${controller} ${phase}`,
};

/** Runs on real containers: what of their rows follows from the records, conditions and requests that were kept. */
export const realRuns = experiment({
  ...shared,
  id: "real",
  question: "What do the write-up's controllers do on a real cluster?",
  file: REAL_FILE,
  madeBy: "npx fleetlab real evaluate",
  cells: (_, dataDir): Cell[] => cells("docker", dataDir),
  async recompute({ planned }: Cell, { dataDir }) {
    const files = runFiles(join(dataDir, REAL_RECORDS), planned);
    const records = await loadRecords(files.records);
    const world = worldIn(dataDir, "docker");
    const row = {
      ...recordMetrics(records, { price: DEFAULT_PRICE }),
      reward_terms: rewardTermsText(termMeans(records)),
      ...runConditions(loadConditions(files.conditions)),
      agent: playerIn(dataDir, planned).agent,
    };
    return {
      rows: [row],
      findings: requestFindings(files.requests, records, {
        spec: world.spec(planned.size),
        workload: workloadOf(planned, world),
        seed: planned.evaluationSeed,
        steps: planned.steps,
      }),
    };
  },
});

/** The same runs in the calibrated simulator. */
export const realSimulatedRuns = experiment({
  ...shared,
  id: "real-simulated",
  question: "What does the calibrated simulator make of the runs on real containers?",
  file: REAL_SIMULATED_FILE,
  madeBy: "npx fleetlab real evaluate --cluster sim",
  cells: (_, dataDir): Cell[] => cells("sim", dataDir),
  async measure({ planned }: Cell, { dataDir, outputDir, signal }) {
    const world = worldIn(dataDir, "sim");
    const { row } = await makeRun(planned, {
      world,
      spec: world.spec(planned.size),
      player: playerIn(dataDir, planned),
      folder: outputDir,
      workDir: outputDir,
      code: "",
      signal,
    });
    return row;
  },
});
