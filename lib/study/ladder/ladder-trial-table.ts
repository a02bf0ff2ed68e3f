import {
  drawnInterval,
  fleetDraws,
  methodDraws,
  type ReadingScale,
  runDraws,
} from "../../evaluation/index.js";
import { type DataReader, numberIn, type TableDefinition } from "../../report/index.js";
import { mapInterval } from "../../statistics/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { PERCENT } from "./cells.js";
import { PRIMARY } from "./plan.js";
import { listed } from "./run-counts.js";
import { SETTINGS_FILE } from "./settings.js";
import { countsOn, wholeMethod } from "./slice.js";
import { TRIAL_FILE, TRIAL_LOADS, TRIAL_RULES } from "./trial-experiment.js";

type Split = "train" | "dev";

/**
 * Fleets at 1 % violations of the trial: a simulator written apart from this one, N = 15, one container a step, least connections,
 * the same ten loads, 16 runs of 300 steps after 20. Its train loads and its random search were others than ours.
 */
const TRIAL_FLEETS: Readonly<Record<string, Partial<Readonly<Record<Split, number>>>>> = Object.freeze({
  "threshold+least-connections": { train: 0.85 },
  "hpa+least-connections": { train: 0.83 },
  "staffing+least-connections": { train: 0.79, dev: 0.76 },
});

/** What the tuned rules need on the trial's loads, beside what they needed there. */
export const ladderTrialTable: TableDefinition = {
  id: "ladder-trial",
  title: "Tuned rules on the loads of an earlier trial",
  caption:
    `Fleet in per cent of $N$ at 1 % violations, $N = ${PRIMARY.size}$, one container a step, behind least connections, on the ten dev workloads as they are named outside the ladder. The trial: a simulator that was written apart ` +
    "from this one; its settings came from another random search (about 900 configurations of staffing) on other train loads. Ours: settings tuned on the ladder's train loads, or picked on its dev loads. 95 % intervals over runs.",
  inputs: [SETTINGS_FILE, TRIAL_FILE],
  columns: [
    { key: "rule", title: "rule" },
    { key: "split", title: "chosen on" },
    { key: "trial", title: "trial", format: PERCENT },
    { key: "ours", title: "ours", format: PERCENT },
    { key: "difference", title: "difference", format: PERCENT },
  ],
  rows: (data) =>
    TRIAL_RULES.flatMap((rule) =>
      (["train", "dev"] as const).flatMap((split) => {
        const trial = TRIAL_FLEETS[rule][split];
        const controllers = settingsOf(data, rule, split);
        if (trial === undefined || controllers.length === 0) return [];
        const ours = fleetOnTrial(data, controllers);
        if (ours === undefined) return [];
        return {
          rule: controllerLabel(rule),
          split,
          trial,
          ours: Number.isFinite(ours.estimate) ? ours : "not reached",
          difference: Number.isFinite(ours.estimate) ? mapInterval(ours, (fleet) => fleet - trial) : null,
        };
      }),
    ),
};

function settingsOf(data: DataReader, rule: string, split: Split): readonly string[] {
  return data
    .rows(SETTINGS_FILE)
    .filter(
      (row) =>
        row.method === rule &&
        row.split === split &&
        row.largest_step === PRIMARY.largestStep &&
        numberIn(row, "size") === PRIMARY.size,
    )
    .map(({ controller }) => controller);
}

function fleetOnTrial(data: DataReader, controllers: readonly string[]) {
  const rows = data.rows(TRIAL_FILE);
  const method = wholeMethod(
    controllers.map((controller) =>
      countsOn(
        rows.filter((row) => row.controller === controller),
        TRIAL_LOADS,
      ),
    ),
  );
  if (method === undefined) return undefined;
  const scale: ReadingScale = {
    size: PRIMARY.size,
    time: numberIn(rows[0], "time"),
    workloads: TRIAL_LOADS.length,
    runs: listed(rows[0].requests).length,
  };
  return drawnInterval(fleetDraws(methodDraws(method, runDraws(scale)), PRIMARY.level));
}
