import { join, relative } from "node:path";
import { dispatchedSpec, worldByName } from "../cluster/index.js";
import { controllerByText } from "../control/index.js";
import { type Budget, specDescription, specId } from "../data/index.js";
import { type EvaluationConfig, evaluationCells, evaluationConfig } from "./config.js";
import { evaluatedEpisode, resultCell } from "./evaluated-episode.js";
import { cellSpec, openEvaluated } from "./evaluation-world.js";
import { type Experiment, experiment } from "./experiment/experiment.js";
import { RESULT_COLUMNS, type ResultCell } from "./results.js";
import {
  AGENTS_FOLDER,
  type AgentRequest,
  trainedAgentFile,
  trainedController,
} from "./trained-controllers.js";

/** A result's cell, and the service rate where it isn't the world's own. */
type Cell = ResultCell & { readonly serviceRate?: number };

/**
 * An experiment that evaluates rules and trained agents on a simulated cluster: one configuration a budget.
 * @example
 * const names = { controllers: ["pid", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = { cluster: "sim", ...names, runs: 2, steps: 60 };
 * const compared = evaluation.simulatedEvaluation({
 *   id: "two-rules",
 *   question: "Which of two rules costs less?",
 *   module: __filename,
 *   config: { smoke: config, reduced: config, paper: { ...config, runs: 10 } },
 * });
 * compared.cells("paper", "data").length; // -> 20
 */
export function simulatedEvaluation(definition: {
  readonly id: string;
  readonly question: string;
  /** As for `experiment`. */
  readonly module: string;
  readonly config: Readonly<Record<Budget, object>>;
}): Experiment<typeof RESULT_COLUMNS> {
  const { id, question, module } = definition;
  const configOf = (budget: Budget) => evaluationConfig(definition.config[budget], `experiment ${id}`);
  return experiment({
    id,
    question,
    module,
    file: `evaluation/${id}.csv`,
    columns: RESULT_COLUMNS,
    cells: (budget) => resultCells(configOf(budget)),
    measure: measureCell,
    kindOf: ({ controller }) => controller.split(/[+:]/)[0] as string,
    inputs: (cell, dataDir) =>
      Number.isNaN(cell.training_seed)
        ? []
        : [relative(dataDir, trainedAgentFile(join(dataDir, AGENTS_FOLDER), requestOf(cell)))],
    describe(budget) {
      const config = configOf(budget);
      const { cluster, serviceRate } = config;
      const world = worldByName(cluster, { serviceRate });
      const specs = evaluationCells({ ...config, runs: 1 }).map((cell) => cellSpec(world, cell));
      return {
        seed: config.seed,
        config,
        specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
      };
    },
  });
}

function resultCells(config: EvaluationConfig): Cell[] {
  const { cluster, serviceRate } = config;
  const world = worldByName(cluster, { serviceRate });
  const workloads = new Map(config.workloads.map((name) => [name, world.workload(name)]));
  return evaluationCells(config).map((cell) => ({
    ...resultCell(config, cell, cellSpec(world, cell), workloads.get(cell.workload) as never),
    ...(serviceRate !== null && { serviceRate }),
  }));
}

async function measureCell(
  cell: Cell,
  { dataDir, signal }: { readonly dataDir: string; readonly signal?: AbortSignal | undefined },
) {
  const { cluster: kind, controller, size, steps, price } = cell;
  const world = worldByName(kind, { serviceRate: cell.serviceRate });
  const player = Number.isNaN(cell.training_seed)
    ? controllerByText(controller)
    : trainedController(join(dataDir, AGENTS_FOLDER), requestOf(cell));
  return evaluatedEpisode(cell, {
    cluster: await openEvaluated(world, {
      spec: dispatchedSpec(world.spec(size), player),
      workload: world.workload(cell.workload),
      steps,
      price: Number.isNaN(price) ? undefined : price,
    }),
    controller: player,
    signal,
  });
}

function requestOf({ controller, cluster, size, training_seed }: ResultCell): AgentRequest {
  return { agent: controller, cluster, size, trainingSeed: training_seed };
}
