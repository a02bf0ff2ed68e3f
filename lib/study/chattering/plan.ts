import type { Budget } from "../../data/index.js";
import { type TrainingConfig, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { REWARDS } from "../routing-lost/plan.js";
import type { EvaluationExtent } from "../shared/trained/measure-trained.js";
import { type Stage, stagedRuns } from "../shared/trained/stages.js";
import {
  CHANGES,
  type Change,
  type ChangeName,
  HEADS,
  type HeadName,
  TERMS,
  type TermName,
} from "./parts.js";

export const CLUSTERS = ["writeup", "sim"] as const;
export type ClusterName = (typeof CLUSTERS)[number];

/** The batched settings, and the write-up's own. */
export const PRESETS = ["ppo-writeup-batched", "ppo-writeup"] as const;
type PresetName = (typeof PRESETS)[number];

/** Environment steps at which agents are screened, and at which they are judged. */
export const SCREENED = 300_000;
export const JUDGED = 1_000_000;

/** Training runs that differ in nothing but their seed. */
export interface ChatteringGroup {
  readonly cluster: ClusterName;
  readonly size: number;
  readonly head: HeadName;
  readonly term: TermName;
  readonly change: ChangeName;
  readonly preset: PresetName;
  /** Environment steps of the training. */
  readonly trained: number;
}

/** One training run. */
export interface ChatteringCell extends ChatteringGroup {
  readonly training_seed: number;
  /** All of it. */
  readonly config: TrainingConfig;
  readonly evaluation: EvaluationExtent;
}

/** The write-up's head and term, screened, where nothing else is said. */
export function standardGroup(
  cluster: ClusterName,
  size: number,
  what: Partial<ChatteringGroup> = {},
): ChatteringGroup {
  const { head = "gaussian-box", term = "friction", change = "none" } = what;
  const { preset = "ppo-writeup-batched", trained = SCREENED } = what;
  return { cluster, size, head, term, change, preset, trained };
}

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>) => Object.keys(table) as Name[];

/** Every head with every term. */
const grid = (size: number) =>
  CLUSTERS.flatMap((cluster) =>
    names(HEADS).flatMap((head) => names(TERMS).map((term) => standardGroup(cluster, size, { head, term }))),
  );

/** The write-up's head and term with one thing changed. */
const changed = (size: number) =>
  CLUSTERS.flatMap((cluster) =>
    names(CHANGES)
      .filter((change) => change !== "none" && ((CHANGES[change] as Change).only ?? cluster) === cluster)
      .map((change) => standardGroup(cluster, size, { change })),
  );

/** What decides first: the write-up's head without a price, with its own and with one of changes, and another head with both. */
const FIRST = CLUSTERS.flatMap((cluster) => [
  ...(["friction", "fleet-change", "none"] as const).map((term) => standardGroup(cluster, 5, { term })),
  ...(["friction", "fleet-change"] as const).map((term) =>
    standardGroup(cluster, 5, { head: "categorical-scale", term }),
  ),
]);

/** Each head with the write-up's term and with a price of changes: what is judged. */
const judged = (clusters: readonly ClusterName[], size: number, preset?: PresetName) =>
  clusters.flatMap((cluster) =>
    names(HEADS).flatMap((head) =>
      (["friction", "fleet-change"] as const).map((term) =>
        standardGroup(cluster, size, { head, term, trained: JUDGED, ...(preset && { preset }) }),
      ),
    ),
  );

interface Extent {
  /** Steps of every run; left out: as its group has them. */
  readonly steps?: number;
  /** In the order in which they are measured. */
  readonly stages: readonly Stage<ChatteringGroup>[];
  readonly evaluation: EvaluationExtent;
}

/** What is trained and measured, by budget. */
export const EXTENT: Readonly<Record<Budget, Extent>> = Object.freeze({
  smoke: {
    steps: 2048,
    stages: [{ groups: CLUSTERS.map((cluster) => standardGroup(cluster, 5)), runs: 1 }],
    evaluation: { workload: "writeup-dev", runs: 1, steps: 60 },
  },
  reduced: {
    steps: 60_000,
    stages: [
      {
        groups: CLUSTERS.flatMap((cluster) => [
          standardGroup(cluster, 5),
          standardGroup(cluster, 5, { term: "fleet-change" }),
          standardGroup(cluster, 5, { head: "categorical-scale", term: "fleet-change" }),
        ]),
        runs: 3,
      },
    ],
    evaluation: { workload: "writeup-dev", runs: 2, steps: 600 },
  },
  paper: {
    stages: [
      { groups: FIRST, runs: 4 },
      { groups: changed(5), runs: 2 },
      { groups: grid(5), runs: 2 },
      { groups: judged(CLUSTERS, 15), runs: 2 },
      { groups: judged(["sim"], 25), runs: 2 },
      { groups: [...grid(5), ...changed(5)], runs: 5 },
      { groups: judged(CLUSTERS, 15), runs: 5 },
      { groups: [...grid(15), ...changed(15)], runs: 3 },
      { groups: judged(["sim"], 25), runs: 5 },
      { groups: judged(CLUSTERS, 15, "ppo-writeup"), runs: 3 },
      { groups: [...grid(5), ...changed(5), ...grid(15), ...changed(15)], runs: 10 },
      { groups: [...judged(CLUSTERS, 15), ...judged(["sim"], 25)], runs: 10 },
      { groups: judged(CLUSTERS, 15, "ppo-writeup"), runs: 10 },
    ],
    evaluation: { workload: "writeup-dev", runs: 6, steps: 600 },
  },
});

/** Every training run of a budget, those that decide most first. */
export function chatteringCells(budget: Budget): readonly ChatteringCell[] {
  const { steps, stages, evaluation } = EXTENT[budget];
  return stagedRuns(stages).map((run) => ({
    ...run,
    config: groupConfig(run, steps ?? run.trained),
    evaluation,
  }));
}

/** On the exact simulator latency and errors are paid by requests, so that lost routing doesn't blur the picture. */
function groupConfig(
  { cluster, size, head, term, change, preset }: ChatteringGroup,
  steps: number,
): TrainingConfig {
  const weights = { ...(cluster === "sim" ? REWARDS.requests : {}), ...TERMS[term] };
  const source = `chattering, ${head} ${term} ${change}`;
  const base = trainingConfig(
    { cluster, sizes: [size], steps, reward: { weights }, ...HEADS[head] },
    trainingPreset(preset),
    source,
  );
  return trainingConfig(CHANGES[change].settings, base, source);
}
