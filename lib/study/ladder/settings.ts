import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  cheapestTrial,
  columns,
  experiment,
  grouped,
  leastBy,
  readTrials,
  STANDARD_PRICES,
  TUNING_FOLDER,
  trialCost,
} from "../../evaluation/index.js";
import { mean } from "../../statistics/index.js";
import { LARGEST_STEPS, type LadderStep } from "./plan.js";

/** The settings of every tuned rule, relative to the data folder. */
export const SETTINGS_FILE = "ladder/settings.csv.gz";

const COLUMNS = columns({
  /** The rule and its router, without parameters. */
  method: { kind: "text", identity: true },
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  /** Where it was cheapest. */
  split: { kind: "text", point: true, choices: ["train", "dev"] },
  size: { kind: "integer", point: true },
  price: { kind: "number", point: true },
  /** Name and parameters, as `controllerByText` reads them. */
  controller: { kind: "text" },
  /** Its cost as a share of N, on train and on dev. */
  train_cost: { kind: "number" },
  dev_cost: { kind: "number", optional: true },
  /** Of the tuning that it comes from: trials, those of the last rung, and the environment steps of them all. */
  trials: { kind: "integer" },
  finalists: { kind: "integer" },
  spent: { kind: "integer" },
});

/** A row of the settings. */
export type SettingRow = (typeof ladderSettings)["read"] extends (file: string) => (infer Row)[]
  ? Row
  : never;

/** A rule that was tuned for a largest step. */
export interface TunedMethod {
  readonly method: string;
  readonly largest_step: LadderStep;
}

const FILE_NAME = /^(.+)-k(1|4|N)\.csv\.gz$/;

/** The rules that there are tuning files of, and the files, relative to the data folder. */
export function tunedMethods(dataDir: string): readonly (TunedMethod & { readonly file: string })[] {
  const folder = join(dataDir, TUNING_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const [, method, step] = FILE_NAME.exec(name) ?? [];
      if (method === undefined) return [];
      return [{ method, largest_step: step as LadderStep, file: `${TUNING_FOLDER}/${name}` }];
    });
}

/** For each size and price the setting of each tuned rule that was cheapest on train, and the one that was on dev. */
export const ladderSettings = experiment({
  id: "ladder-settings",
  question: "Which setting of each rule was the cheapest where it was tuned?",
  module: __filename,
  file: SETTINGS_FILE,
  committed: [SETTINGS_FILE],
  columns: COLUMNS,
  cells: (_, dataDir) => tunedMethods(dataDir),
  inputs: ({ method, largest_step }) => [`${TUNING_FOLDER}/${method}-k${largest_step}.csv.gz`],
  measure({ method, largest_step }, { dataDir }) {
    const trials = readTrials(join(dataDir, TUNING_FOLDER, `${method}-k${largest_step}.csv.gz`));
    const sizes = [...(trials.finalists[0]?.train.keys() ?? [])].sort((a, b) => a - b);
    const isOnDev = trials.finalists.some(({ dev }) => dev.size > 0);
    return (["train", ...(isOnDev ? ["dev" as const] : [])] as const).flatMap((split) =>
      sizes.flatMap((size) =>
        STANDARD_PRICES.map((price) => {
          const trial = cheapestTrial(trials, { size, price, split });
          return {
            split,
            size,
            price,
            controller: trial.controller,
            train_cost: trialCost(trial, { size, price, split: "train" }),
            dev_cost: trialCost(trial, { size, price, split: "dev" }),
            trials: trials.all.length,
            finalists: trials.finalists.length,
            spent: trials.spent,
          };
        }),
      ),
    );
  },
  describe: () => ({ seed: 0, config: { prices: STANDARD_PRICES } }),
});

/**
 * The rule that is cheapest where it was tuned, among rows of one size and largest step: by the mean of its settings' costs over the
 * prices, on the split that chose them. Undefined where there are no rows of that split.
 */
export function bestMethod(
  rows: readonly Pick<SettingRow, "method" | "split" | "train_cost" | "dev_cost">[],
  split: "train" | "dev",
  isMeant: (method: string) => boolean = () => true,
): string | undefined {
  const own = rows.filter((row) => row.split === split && isMeant(row.method));
  const costs = [...grouped(own, ({ method }) => method)].map(([method, settings]) => ({
    method,
    cost: mean(settings.map((row) => (split === "train" ? row.train_cost : row.dev_cost))),
  }));
  return leastBy(costs, ({ cost }) => cost)?.method;
}
