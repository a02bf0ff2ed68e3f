import { z } from "zod";
import { bySchema } from "../check/index.js";
import { controllerSources } from "../control/index.js";
import { mergedSources, type SourceFile, sourcesSchema } from "../files/index.js";
import { deriveSeed } from "../random/index.js";
import { keptName, SPLIT_SEEDS, workloadSources } from "../workload/index.js";

/** A controller to evaluate: its name, and for a trained one the seeds of its training runs. */
export type ControllerChoice = string | { readonly name: string; readonly trainingSeeds: readonly number[] };

/** An evaluation: every controller on every size, workload and run. Plain JSON. */
export interface EvaluationConfig {
  /** Kind of cluster: "sim", "docker" or "writeup". */
  readonly cluster: string;
  readonly controllers: readonly ControllerChoice[];
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  /** Names of workloads; those of the user's own traces as results keep them (`workload.keptName`). */
  readonly workloads: readonly string[];
  /** Runs per controller, size and workload. */
  readonly runs: number;
  /** Control steps of a run. */
  readonly steps: number;
  /** Base seed. */
  readonly seed: number;
  /** Requests/s a container serves; null: what the cluster's containers serve. */
  readonly serviceRate: number | null;
  /** Container-seconds that one SLA violation is worth; null where cost isn't asked for. */
  readonly price: number | null;
  /** Phase of training that trained controllers come from; goes into the `phase` column. */
  readonly phase: string;
  /** Files of the user's own that it depends on; absent where there is none. */
  readonly sources?: readonly SourceFile[] | undefined;
}

/** One episode of an evaluation. */
export interface EvaluationCell {
  readonly controller: string;
  readonly size: number;
  readonly workload: string;
  readonly run: number;
  /** NaN for a controller that isn't trained. */
  readonly trainingSeed: number;
  /** The same for every controller: they meet the same requests. */
  readonly evaluationSeed: number;
}

const name = z.string().min(1);
const seed = z.int().min(0);
/** A list with at least one entry and none twice: a cell that counts twice would narrow every interval. */
const list = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .min(1)
    .refine(
      (all) => new Set(all.map((one) => JSON.stringify(one))).size === all.length,
      "an entry is there twice",
    );
const configSchema = z.strictObject({
  cluster: name,
  controllers: list(z.union([name, z.strictObject({ name, trainingSeeds: list(seed) })])),
  sizes: list(z.int().min(1)),
  workloads: list(name),
  runs: z.int().min(1),
  steps: z.int().min(1),
  seed: seed.default(1),
  serviceRate: z.number().positive().nullable().default(null),
  price: z.number().min(0).nullable().default(null),
  phase: z.string().default(""),
  sources: sourcesSchema,
});

/**
 * A checked configuration from plain JSON (a file, flags): `seed` defaults to 1, `serviceRate` and `price` to null, `phase` to "".
 * Traces are opened; their files, and those that define rules and workloads, join its `sources`.
 * @param source where the value comes from, for the message.
 * @throws InputError that names the source, the key and its value; as `workload.trace`.
 * @example
 * const config = { cluster: "sim", controllers: ["pid"], sizes: [5], workloads: ["dev"], runs: 2, steps: 60 };
 * evaluation.evaluationConfig(config).seed; // -> 1
 * evaluation.evaluationConfig({ ...config, runs: 0 }, "plan.json");
 * // throws InputError: plan.json: runs is 0, which isn't valid: Too small: expected number to be >=1
 */
export function evaluationConfig(value: unknown, source = "configuration"): EvaluationConfig {
  const { sources: given, ...config } = bySchema(configSchema, value, source);
  const workloads = config.workloads.map(keptName);
  const rules = controllerSources(config.controllers.filter((one) => typeof one === "string"));
  return Object.freeze({
    ...config,
    workloads,
    ...mergedSources(source, given, [...rules, ...workloadSources(workloads)]),
  });
}

/**
 * Seed of a run's arrivals, demands and routing draws. It depends on workload, size and run, never on the controller:
 * runs are paired. It is a seed of the test split, whatever the workload's: no training or tuning has met it.
 * @example
 * evaluation.evaluationSeed(1, { workload: "constant-0.6", size: 5, run: 0 }); // -> 1699973168
 */
export function evaluationSeed(
  baseSeed: number,
  cell: Pick<EvaluationCell, "workload" | "size" | "run">,
): number {
  const [firstTestSeed] = SPLIT_SEEDS.test;
  return firstTestSeed + deriveSeed(baseSeed, "evaluation", cell.workload, cell.size, cell.run);
}

/**
 * All cells, controllers innermost, so that an evaluation cut short leaves whole pairs.
 * @example
 * const names = { controllers: ["pid", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * evaluation.evaluationCells(config).map(({ controller, run }) => `${controller} ${run}`);
 * // -> ["pid 0", "threshold 0", "pid 1", "threshold 1"]
 */
export function evaluationCells(config: EvaluationConfig): EvaluationCell[] {
  const cells: EvaluationCell[] = [];
  for (let run = 0; run < config.runs; run++)
    for (const size of config.sizes)
      for (const workload of config.workloads)
        for (const choice of config.controllers) {
          const { name: controller, trainingSeeds } =
            typeof choice === "string" ? { name: choice, trainingSeeds: [Number.NaN] } : choice;
          for (const trainingSeed of trainingSeeds)
            cells.push({
              controller,
              size,
              workload,
              run,
              trainingSeed,
              evaluationSeed: evaluationSeed(config.seed, { workload, size, run }),
            });
        }
  return cells;
}
