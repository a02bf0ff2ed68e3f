import { join } from "node:path";
import { ALL_WORLDS } from "../../cluster/docker/index.js";
import {
  type ClusterSpec,
  DEFAULT_PRICE,
  dispatchedSpec,
  type World,
  type WorldSettings,
} from "../../cluster/index.js";
import { controllerByText } from "../../control/index.js";
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
import { type PlannedRun, plannedRuns, type RunPlan, realPlan } from "../real-plan/plan.js";
import { runConditions } from "./conditions.js";
import { makeRun, runIdentity } from "./make-run.js";
import { requestFindings } from "./request-check.js";
import { REAL_COLUMNS, REAL_SIMULATED_FILE } from "./results.js";
import { runFiles } from "./run-files.js";

/** A world of calibrated containers by the data folder. @throws RangeError where none are calibrated. */
function worldIn(dataDir: string, name: "docker" | "sim", settings: WorldSettings = {}): World {
  const known = knownCalibration(dataDir);
  if (known === undefined) throw new RangeError(`dataDir must hold a calibration, got ${dataDir}`);
  return ALL_WORLDS[name]({ ...known, ...settings });
}

function workloadOf({ workload, size }: PlannedRun, world: World) {
  return workloadByName(workload, { nodeCapacity: world.nodeCapacity(size) });
}

/** The spec of a run's cluster; agents leave the dispatch as it is. */
function specOf({ controller, phase, size }: PlannedRun, world: World): ClusterSpec {
  return dispatchedSpec(world.spec(size), phase === "" ? controllerByText(controller) : {});
}

/** A run of a plan as a cell of a file. */
type Cell = CellOf<typeof REAL_COLUMNS> & { readonly planned: PlannedRun };

/** A plan's runs in a world, as the cells of its file. */
function cells(runs: readonly PlannedRun[], world: World): Cell[] {
  return runs.map((run) => {
    return {
      cluster: world.name,
      ...runIdentity(run),
      training_seed: run.trainingSeed,
      price: DEFAULT_PRICE,
      split: workloadOf(run, world).split,
      spec: specId(specOf(run, world)),
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
  describe: () => ({ seed: 1, config: {} }),
  kindOf: ({ controller, phase }: Cell) => `${controller} ${phase}`,
};

/** A plan that was carried out on real containers. */
export interface RealRuns {
  readonly plan: RunPlan;
  readonly question: string;
  /** As for `experiment`. */
  readonly module: string;
  readonly madeBy: string;
  /** How its clusters differ from the calibrated ones. */
  readonly settings?: WorldSettings;
}

/** Results of a plan, and the folder of its records, relative to the data folder. */
export function planFiles({ name }: Pick<RunPlan, "name">) {
  return { file: `evaluation/${name}.csv`, records: `evaluation/${name}` };
}

/** A plan's runs on real containers: what of their rows follows from the records, conditions and requests that were kept. */
export function realRunsOf({ plan, question, module, madeBy, settings }: RealRuns) {
  const { file, records: folder } = planFiles(plan);
  return experiment({
    ...shared,
    id: plan.name,
    question,
    module,
    file,
    madeBy,
    cells: (_, dataDir): Cell[] => cells(plan.runs, worldIn(dataDir, "docker", settings)),
    async recompute({ planned }: Cell, { dataDir }) {
      const files = runFiles(join(dataDir, folder), planned);
      const records = await loadRecords(files.records);
      const world = worldIn(dataDir, "docker", settings);
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
}

/** The plan's runs on real containers. */
export const realRuns = realRunsOf({
  plan: realPlan(),
  question: "What do the write-up's controllers do on a real cluster?",
  module: __filename,
  madeBy: "npx fleetlab real evaluate",
});

/** The same runs in the calibrated simulator. */
export const realSimulatedRuns = experiment({
  ...shared,
  module: __filename,
  id: "real-simulated",
  question: "What does the calibrated simulator make of the runs on real containers?",
  file: REAL_SIMULATED_FILE,
  madeBy: "npx fleetlab real evaluate --cluster sim",
  cells: (_, dataDir): Cell[] => cells(plannedRuns(), worldIn(dataDir, "sim")),
  async measure({ planned }: Cell, { dataDir, outputDir, signal }) {
    const world = worldIn(dataDir, "sim");
    const { row } = await makeRun(planned, {
      world,
      spec: specOf(planned, world),
      player: playerIn(dataDir, planned),
      folder: outputDir,
      workDir: outputDir,
      code: "",
      signal,
    });
    return row;
  },
});
