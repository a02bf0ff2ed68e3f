import { setImmediate as nextTurn } from "node:timers/promises";
import { DEFAULT_PRICE, worldByName } from "../../cluster/index.js";
import { controllerByText, controllerText } from "../../control/index.js";
import { type Budget, specDescription, specId } from "../../data/index.js";
import {
  type CellOf,
  columns,
  type EpisodeOptions,
  evaluationSeed,
  experiment,
  type Metrics,
} from "../../evaluation/index.js";
import { deriveSeed } from "../../random/index.js";
import { mean } from "../../statistics/index.js";
import { workloadNames } from "../../workload/index.js";
import { type ComparedRule, STATIC_FLEET } from "../shared/compared-rules.js";
import { SIZES } from "../shared/sizes.js";
import { workloadGroup } from "../workloads/groups.js";

/** The metrics that are kept of a run. */
export const KEPT_METRICS = [
  "sla_violation_rate",
  "fleet_share",
  "users_per_container",
  "offered_users_per_container",
] as const satisfies readonly (keyof Metrics)[];

export type KeptMetric = (typeof KEPT_METRICS)[number];

const metric = { kind: "number", optional: true } as const;

/** One run of one setting of a rule: metrics as in `Metrics`, means over the workloads of a kind of load. */
const COLUMNS = columns({
  cluster: { kind: "text", identity: true, choices: ["writeup", "sim"] },
  controller: { kind: "text", identity: true },
  size: { kind: "integer", identity: true },
  /** Kind of load: "gradual" or "abrupt" test workloads on the exact simulator; the write-up's traffic on its own. */
  load: { kind: "text", identity: true, choices: ["gradual", "abrupt", "traffic"] },
  run: { kind: "integer", identity: true },
  steps: { kind: "integer", identity: true },
  sla_violation_rate: metric,
  fleet_share: metric,
  users_per_container: metric,
  offered_users_per_container: metric,
});

type Cell = CellOf<typeof COLUMNS>;

const round = (value: number) => Math.round(value * 1000) / 1000;
const levels = (cluster: Cell["cluster"]) =>
  cluster === "sim"
    ? [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4]
    : [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2];

/** Settings of a rule, from sparing to careful. */
type Sweep = Pick<ComparedRule, "name" | "settings">;

/** The write-up's rules moved along their levels (the threshold's two in their ratio), and what they are held against. */
function sweeps(cluster: Cell["cluster"]): readonly Sweep[] {
  return [
    {
      name: "writeup-threshold",
      settings: levels(cluster).map((up) => ({ up, down: round(up / 3) })),
    },
    { name: "writeup-pid", settings: levels(cluster).map((setpoint) => ({ setpoint })) },
    {
      name: "static",
      settings: cluster === "sim" ? STATIC_FLEET.settings : fractions(10),
    },
    ...(cluster === "sim"
      ? [
          {
            name: "square-root+least-queue",
            settings: [-0.5, 0, 0.5, 1, 1.5, 2, 3, 4].map((beta) => ({ beta })),
          },
        ]
      : []),
  ];
}

const fractions = (parts: number) =>
  Array.from({ length: parts - 1 }, (_, k) => ({ fleetShare: round((k + 2) / parts) }));

/** Control steps of a run and numbers of runs: those of the agent's evaluation, so that rules meet its requests. */
const EXTENT = Object.freeze({
  smoke: { sizes: [5, 15], steps: { writeup: 250, sim: 100 }, runs: { writeup: 2, sim: 2 } },
  reduced: { sizes: SIZES, steps: { writeup: 1_000, sim: 400 }, runs: { writeup: 3, sim: 1 } },
  paper: { sizes: SIZES, steps: { writeup: 2_000, sim: 1_200 }, runs: { writeup: 30, sim: 30 } },
});
const LOADS = { writeup: ["traffic"], sim: ["gradual", "abrupt"] } as const;
/** A simulated cluster never waits, so signals (Ctrl-C) are let in once in so many steps. */
const STEPS_PER_TURN = 256;
const TRAFFIC = "writeup-test";
const SEED = 1;

function workloadsOf({ load }: Pick<Cell, "load">): readonly string[] {
  return load === "traffic"
    ? [TRAFFIC]
    : workloadNames("test").filter((name) => workloadGroup(name) === load);
}

/** Runs outermost, so that an experiment cut short has whole frontiers. */
function cells(budget: Budget): readonly Cell[] {
  const { sizes, steps, runs } = EXTENT[budget];
  return (["writeup", "sim"] as const).flatMap((cluster) =>
    Array.from({ length: runs[cluster] }, (_, run) =>
      sizes.flatMap((size) =>
        LOADS[cluster].flatMap((load) =>
          sweeps(cluster).flatMap(({ name, settings }) =>
            settings.map((parameters) => ({
              cluster,
              controller: controllerText(name, parameters),
              size,
              load,
              run,
              steps: steps[cluster],
            })),
          ),
        ),
      ),
    ).flat(),
  );
}

/** Each rule's trade-off between fleet and violations, on the requests that the write-up's agents met. */
export const equalViolations = experiment({
  id: "equal-violations",
  question: "How much fleet does a rule need at the violations of each of the agent's training runs?",
  module: __filename,
  file: "equal-violations.csv.gz",
  columns: COLUMNS,
  cells,
  kindOf: ({ cluster, controller }) => `${cluster} ${controller.split(":")[0]}`,
  async measure(cell, { signal }) {
    const { controller, size, steps, run } = cell;
    const world = worldByName(cell.cluster);
    const found: Record<KeptMetric, number>[] = [];
    for (const workload of workloadsOf(cell)) {
      const cluster = await world.open({
        spec: world.spec(size),
        workload: world.workload(workload),
        steps,
        reward: world.reward(DEFAULT_PRICE),
      });
      const seed = evaluationSeed(SEED, { workload, size, run });
      found.push(
        await keptMetrics({ cluster, controller: controllerByText(controller), seed, steps, signal }),
      );
      await cluster.close();
    }
    return Object.fromEntries(
      KEPT_METRICS.map((name) => [name, mean(found.map((metrics) => metrics[name]))]),
    ) as Record<KeptMetric, number>;
  },
  describe(budget) {
    const specs = (["writeup", "sim"] as const).flatMap((cluster) =>
      EXTENT[budget].sizes.map((size) => worldByName(cluster).spec(size)),
    );
    return {
      seed: SEED,
      config: { ...EXTENT[budget], sweeps: { writeup: sweeps("writeup"), sim: sweeps("sim") } },
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    };
  },
});

/** `runEpisode` and `recordMetrics` for the metrics that are kept, without a record: frontiers take many runs. */
async function keptMetrics({
  cluster,
  controller,
  seed,
  steps,
  signal,
}: EpisodeOptions): Promise<Record<KeptMetric, number>> {
  let observation = await cluster.reset(seed);
  let memory = controller.start(cluster.spec, deriveSeed(seed, "controller"));
  let [requests, completions, violations, containerSeconds, offered, offeredSteps] = Array<number>(6).fill(0);
  for (let step = 0; step < steps; step++) {
    if (step % STEPS_PER_TURN === 0) await nextTurn();
    signal?.throwIfAborted();
    const decision = controller.decide(observation, memory);
    memory = decision.memory;
    const pending = cluster.step(decision.action);
    const { statistics, observation: next } = "then" in pending ? await pending : pending;
    observation = next;
    requests += statistics.requests;
    completions += statistics.completions;
    violations += statistics.violations;
    containerSeconds += statistics.containerSeconds;
    if (statistics.ready === 0) continue;
    offered += statistics.offeredRate / statistics.ready;
    offeredSteps++;
  }
  return {
    sla_violation_rate: violations / requests,
    fleet_share: containerSeconds / (cluster.spec.containers.length * observation.time),
    users_per_container: completions / containerSeconds,
    offered_users_per_container: offered / offeredSteps,
  };
}

/** Its results, relative to the data folder. */
export const EQUAL_VIOLATIONS_FILE = equalViolations.file;
