import { controllerText } from "../../control/index.js";
import type { Budget } from "../../data/index.js";
import { LADDER_STEPS, ladderWorkloadNames } from "../../evaluation/index.js";
import { LARGEST_STEPS, type LadderStep } from "../ladder/plan.js";
import { SINGLE_SIZE } from "../shared/sizes.js";

/** Numbers that periods of loads and windows of rules are divided by. */
export const TIME_SCALES: readonly number[] = Object.freeze([1, 3, 10]);

const ROUTER = "+least-connections";

/** A fleet that never changes has nothing to step: it is measured once, with commands of any size. */
export const STATIC_STEP: LadderStep = "N";

/** A fleet of every size, 1 .. N. */
export const STATIC_FLEETS: readonly string[] = Object.freeze(
  Array.from({ length: SINGLE_SIZE }, (_, i) => controllerText(`static${ROUTER}`, { fleetSize: i + 1 })),
);

/** The whole fleet all the time. */
export const WHOLE_FLEET = STATIC_FLEETS[SINGLE_SIZE - 1];

/** How staffing smooths and remembers the arrival rate: time constants while it rises and falls, and how long a peak counts, in s. */
const MEMORIES = [
  { attack: 20, decay: 60, lookBack: 60 },
  { attack: 0, decay: 0, lookBack: 60 },
  { attack: 0, decay: 200, lookBack: 0 },
  { attack: 20, decay: 200, lookBack: 200 },
  { attack: 0, decay: 60, lookBack: 600 },
] as const;

/** The same for all: half of what waits is to be worked off in a second, and half a container is kept to spare. */
const COMMON = Object.freeze({ backlog: 0.5, hysteresis: 0.5 });

/** Settings of staffing behind least connections: safety, least fleet as a share of N, and how it remembers. */
export const STAFFING_SETTINGS: readonly string[] = Object.freeze(
  [-0.5, 0.5, 1.5, 3].flatMap((beta) =>
    [0.2, 0.5, 0.8].flatMap((floor) =>
      MEMORIES.map((memory) => controllerText(`staffing${ROUTER}`, { beta, floor, ...memory, ...COMMON })),
    ),
  ),
);

/** How much is measured: loads on which settings are chosen, and runs of each workload on which they are read. */
export interface MapExtent {
  readonly timeScales: readonly number[];
  readonly settings: readonly string[];
  readonly trainLoads: number;
  readonly workloads: readonly string[];
  readonly runs: number;
  /** Control steps of a run that count. */
  readonly steps: number;
}

const DEV = ladderWorkloadNames("dev");

/** By budget. */
export const MAP_EXTENT: Readonly<Record<Budget, MapExtent>> = Object.freeze({
  smoke: {
    timeScales: [10],
    settings: STAFFING_SETTINGS.filter((_, i) => i % 7 === 1),
    trainLoads: 2,
    workloads: ["ladder-constant-0.7", "ladder-diurnal-0.6"],
    runs: 2,
    steps: 60,
  },
  reduced: {
    timeScales: TIME_SCALES,
    settings: STAFFING_SETTINGS.filter((_, i) => i % 3 === 1),
    trainLoads: 8,
    workloads: DEV,
    runs: 3,
    steps: LADDER_STEPS,
  },
  paper: {
    timeScales: TIME_SCALES,
    settings: STAFFING_SETTINGS,
    trainLoads: 40,
    workloads: DEV,
    runs: 8,
    steps: LADDER_STEPS,
  },
});

/** Controllers that are tried, each with its largest step. */
export function triedControllers({
  settings,
}: MapExtent): readonly { readonly largest_step: LadderStep; readonly controller: string }[] {
  return [
    ...STATIC_FLEETS.map((controller) => ({ largest_step: STATIC_STEP, controller })),
    ...LARGEST_STEPS.flatMap((largest_step) => settings.map((controller) => ({ largest_step, controller }))),
  ];
}
