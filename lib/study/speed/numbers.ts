import type { NumberDefinition } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { DISPATCH_SPEED_FILE, EQUIVALENCE_FILE, PHASE_1_FILE, SPEED_FILE } from "./bench.js";
import { DISPATCH_SPEED_COMMAND, type DispatchSpeed, dispatchSpeeds } from "./dispatch-speed.js";
import { EQUIVALENCE_COMMAND, engineEquivalence } from "./equivalence.js";
import { PHASE_1_COMMAND, phaseOneSpeed, range } from "./phase-1-speed.js";
import { SPEED_COMMAND, type TrainingSpeed, trainingSpeeds } from "./training-speed.js";

/** A number of the speed comparison at one size: of the row that `pick` chooses among those whose name starts so. */
function ofSpeeds(
  id: string,
  title: string,
  [size, name]: readonly [number, string],
  value: (rows: readonly TrainingSpeed[]) => Interval | undefined,
  digits = 3,
): NumberDefinition {
  return {
    id: `training-speed-${id}`,
    title: `${title} at N = ${size}`,
    inputs: [],
    gathered: [SPEED_FILE],
    madeBy: SPEED_COMMAND,
    format: { style: "significant", digits },
    value: (data) =>
      value(trainingSpeeds(data).filter((row) => row.size === size && row.name.startsWith(name))) ??
      Number.NaN,
  };
}

/** The least ratio of the rows: ours against the fastest of them. */
function leastRatio(rows: readonly TrainingSpeed[]): Interval | undefined {
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  return ratios.sort((a, b) => a.estimate - b.estimate)[0];
}

const speedOf = ([row]: readonly TrainingSpeed[]) => row?.speed;

/** How fast PPO trains, in steps per second, and how many times as fast as its peers' best; medians with least and most. */
export const trainingSpeedNumbers: readonly NumberDefinition[] = [
  ofSpeeds("ours-10", "environment steps/s of one seed", [10, "fleetlab, 1 seed"], speedOf),
  ofSpeeds("ours-25", "environment steps/s of one seed", [25, "fleetlab, 1 seed"], speedOf),
  ofSpeeds("ours-25-10", "environment steps/s of ten seeds together", [25, "fleetlab, 10 seeds"], speedOf),
  ofSpeeds("over-jax-10", "times as fast as JAX, one seed", [10, "JAX, 1 seed"], leastRatio),
  ofSpeeds("over-jax-25", "times as fast as JAX, one seed", [25, "JAX, 1 seed"], leastRatio),
  ofSpeeds("over-jax-25-10", "times as fast as JAX, ten seeds", [25, "JAX, 10 seeds"], leastRatio),
  ofSpeeds("over-sb3-10", "times as fast as the fastest setting of SB3, one seed", [10, "SB3"], leastRatio),
];

/** Wall time of phase 1, a million steps at N = 10: median with least and most. */
export const phaseOneNumbers: readonly NumberDefinition[] = (
  [
    ["phase-1-seconds", "ppo-writeup, 1 seed"],
    ["phase-1-seconds-batched", "ppo-writeup-batched, 1 seed"],
  ] as const
).map(([id, name]) => ({
  id,
  title: `wall time of a million steps at N = 10, ${name}`,
  inputs: [],
  gathered: [PHASE_1_FILE],
  madeBy: PHASE_1_COMMAND,
  format: { style: "significant", digits: 3, unit: "s" },
  value(data) {
    const row = phaseOneSpeed(data).training.find((one) => one.name === name);
    return row === undefined ? Number.NaN : range(row.facts.runSeconds);
  },
}));

/** A number of the exact simulator's speed over all dispatches, one cluster at a time. */
function ofDispatches(
  id: string,
  title: string,
  value: (rows: readonly DispatchSpeed[]) => number,
  format: NumberDefinition["format"],
): NumberDefinition {
  return {
    id,
    title,
    inputs: [],
    gathered: [DISPATCH_SPEED_FILE],
    madeBy: DISPATCH_SPEED_COMMAND,
    format,
    value(data) {
      const rows = dispatchSpeeds(data).filter(({ batch }) => batch === 1);
      return rows.length === 0 ? Number.NaN : value(rows);
    },
  };
}

/** How the exact simulator's speed goes with the number of containers. */
export const dispatchSpeedNumbers: readonly NumberDefinition[] = [
  ofDispatches(
    "dispatch-speed-exponent",
    "largest exponent of a step's time in N over all dispatches, from 100 to 1,000 containers",
    (rows) => Math.max(...rows.map(({ exponent }) => exponent ?? Number.NaN)),
    { digits: 2 },
  ),
  ofDispatches(
    "dispatch-speed-slowest",
    "longest step of 1,000 containers over all dispatches",
    (rows) => Math.max(...rows.map(({ speeds }) => 1000 / (speeds.get(1000)?.estimate ?? Number.NaN))),
    { style: "significant", digits: 2, unit: "ms" },
  ),
];

/** What the compiled engine's agents earn more or less than the readable one's, paired by seed. */
export const engineDifference: NumberDefinition = {
  id: "engine-difference",
  title: "reward with the compiled engine against the readable one, relative, paired by seed",
  inputs: [],
  gathered: [EQUIVALENCE_FILE],
  madeBy: EQUIVALENCE_COMMAND,
  format: { style: "percent", digits: 1 },
  value: (data) => engineEquivalence(data)?.difference ?? Number.NaN,
};
