import { controllerByText } from "../../control/index.js";
import {
  columns,
  experiment,
  LadderRunner,
  ladderSpec,
  ladderTrainWorkload,
  leastBy,
  settingMeans,
  stepAt,
} from "../../evaluation/index.js";
import { splitSeeds } from "../../workload/index.js";
import { LARGEST_STEPS, type LadderStep } from "../ladder/plan.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_EXTENT, triedControllers } from "./plan.js";

/** What every setting did on the training loads, relative to the data folder. */
export const MAP_SETTINGS_FILE = "price-map/settings.csv";

const COLUMNS = columns({
  time_scale: { kind: "number", identity: true },
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  /** Name and parameters, as `controllerByText` reads them. */
  controller: { kind: "text", identity: true },
  /** Means over the loads: container-seconds, and violations, by N times the time. */
  fleet_share: { kind: "number" },
  violation_density: { kind: "number" },
});

/** A setting at a time scale and largest step, on all loads. */
interface Cell {
  readonly time_scale: number;
  readonly largest_step: LadderStep;
  readonly controller: string;
  readonly loads: number;
  readonly steps: number;
}

/** Every fixed fleet and every setting of staffing on the same training loads. */
export const mapSettings = experiment({
  id: "price-map-settings",
  question: "Which fixed fleet and which setting of staffing is cheapest on the training loads?",
  module: __filename,
  file: MAP_SETTINGS_FILE,
  columns: COLUMNS,
  cells: (budget) => {
    const extent = MAP_EXTENT[budget];
    const { trainLoads: loads, steps } = extent;
    return extent.timeScales.flatMap((time_scale) =>
      triedControllers(extent).map((tried): Cell => ({ time_scale, ...tried, loads, steps })),
    );
  },
  kindOf: ({ time_scale, largest_step }) => `${time_scale} ${largest_step}`,
  measure({ time_scale, largest_step, controller: text, loads, steps }, { signal }) {
    const size = SINGLE_SIZE;
    const runner = new LadderRunner({
      spec: ladderSpec({ size, timeScale: time_scale, largestScaleStep: stepAt(largest_step, size) }),
      steps,
    });
    const controller = controllerByText(text);
    const counts = splitSeeds("train", loads).map((seed, load) => {
      signal?.throwIfAborted();
      return runner.episode({ workload: ladderTrainWorkload(load, { size }), controller, seed });
    });
    const { fleetShare, violationDensity } = settingMeans(
      {
        requests: counts.map(({ requests }) => requests),
        violations: counts.map(({ violations }) => violations),
        containerSeconds: counts.map(({ containerSeconds }) => containerSeconds),
      },
      { size, time: counts[0].time, workloads: loads, runs: 1 },
    );
    return { fleet_share: fleetShare, violation_density: violationDensity };
  },
  describe: (budget) => ({ seed: 0, config: MAP_EXTENT[budget] }),
});

/** What is known of a setting on the training loads. */
export interface TrainedSetting {
  readonly controller: string;
  readonly fleet_share: number;
  readonly violation_density: number;
}

/** The setting that is cheapest at a price on the training loads; of equals the first. @throws RangeError where there is none. */
export function cheapestSetting(settings: readonly TrainedSetting[], price: number): string {
  const best = leastBy(settings, (one) => one.fleet_share + price * one.violation_density);
  if (best === undefined) throw new RangeError("settings must hold one, got none");
  return best.controller;
}
