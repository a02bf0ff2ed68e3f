import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import type { Budget } from "../../data/index.js";
import {
  columns,
  distinct,
  experiment,
  LadderRunner,
  ladderSpec,
  ladderWorkload,
  STANDARD_PRICES,
  stepAt,
} from "../../evaluation/index.js";
import { splitSeeds } from "../../workload/index.js";
import { LARGEST_STEPS, type LadderStep } from "../ladder/plan.js";
import { WORKLOAD_COLUMNS, workloadRuns } from "../ladder/workload-runs.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_EXTENT, STATIC_FLEETS, STATIC_STEP } from "./plan.js";
import { cheapestSetting, MAP_SETTINGS_FILE, mapSettings } from "./settings.js";

/** What fixed fleets and chosen settings did on the dev workloads, relative to the data folder. */
export const MAP_FILE = "price-map/runs.csv";

const COLUMNS = columns({
  time_scale: { kind: "number", identity: true },
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  controller: { kind: "text", identity: true },
  ...WORKLOAD_COLUMNS,
});

interface Cell {
  readonly time_scale: number;
  readonly largest_step: LadderStep;
  readonly controller: string;
  readonly workloads: readonly string[];
  readonly runs: number;
  readonly steps: number;
}

/** Static at every size against the best setting of staffing: price x time scale x largest step. */
export const priceMap = experiment({
  id: "price-map",
  question: "From which price of a violation on is the whole fleet cheapest, and where does scaling pay?",
  module: __filename,
  file: MAP_FILE,
  columns: COLUMNS,
  cells: (budget, dataDir) => {
    const { timeScales, workloads, runs, steps } = MAP_EXTENT[budget];
    return timeScales.flatMap((time_scale) =>
      readControllers(budget, dataDir, time_scale).map(
        (read): Cell => ({ time_scale, ...read, workloads, runs, steps }),
      ),
    );
  },
  kindOf: ({ time_scale, largest_step }) => `${time_scale} ${largest_step}`,
  measure({ time_scale, largest_step, controller: text, workloads, runs, steps }, { signal, onShare }) {
    const size = SINGLE_SIZE;
    const runner = new LadderRunner({
      spec: ladderSpec({ size, timeScale: time_scale, largestScaleStep: stepAt(largest_step, size) }),
      steps,
    });
    const played = workloadRuns({
      runner,
      controller: controllerByText(text),
      workloads,
      signal,
      onShare,
      workload: (name) => ladderWorkload(name, { size }),
      seeds: () => splitSeeds("dev", runs),
    });
    return played.map(({ row }) => row);
  },
  describe: (budget) => ({ seed: 0, config: MAP_EXTENT[budget] }),
});

/** Every fixed fleet, and for each largest step the settings of staffing that are cheapest at one of the prices on train. */
function readControllers(budget: Budget, dataDir: string, timeScale: number) {
  const file = join(dataDir, MAP_SETTINGS_FILE);
  const tried = new Set(MAP_EXTENT[budget].settings);
  const rows = (existsSync(file) ? mapSettings.read(file) : []).filter(
    (row) => row.time_scale === timeScale && tried.has(row.controller),
  );
  return [
    ...STATIC_FLEETS.map((controller) => ({ largest_step: STATIC_STEP, controller })),
    ...distinct(rows, (row) => row.largest_step).flatMap((largest_step) => {
      const own = rows.filter((row) => row.largest_step === largest_step);
      const chosen = STANDARD_PRICES.map((price) => cheapestSetting(own, price));
      return [...new Set(chosen)].map((controller) => ({ largest_step, controller }));
    }),
  ];
}
