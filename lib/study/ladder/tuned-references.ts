import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ComparisonPlan, Reference } from "../../evaluation/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { CONFIGURATIONS_FILE, ladderConfigurations } from "./configurations.js";
import { RULE_RUNGS, type RungId } from "./rungs.js";
import { bestMethod, ladderSettings, SETTINGS_FILE, type SettingRow } from "./settings.js";

/** The rungs whose rule is drawn, by world: the write-up's has no dispatch that looks at queues. */
const DRAWN: Readonly<Record<string, readonly RungId[]>> = Object.freeze({
  sim: ["rivals", "rule"],
  writeup: ["rivals", "weights"],
});

/** Prices of a violation in container-seconds: at lower ones a rule violates most of the time, which would squeeze the picture. */
const PRICES = [1, 3, 10, 30];

/** Configurations that hindsight chooses from: those that went furthest in tuning. */
const CONFIGURATIONS = 60;

/**
 * Tuned rules to be drawn beside agents, and hindsight over stored configurations: those of one container a step, for the sizes that
 * were tuned; none where the data folder has no tuned rules.
 * @example
 * const plan = evaluation.comparisonPlan({ variants: [{ name: "write-up" }] });
 * study.tunedReferences("nowhere", plan); // -> []
 */
export function tunedReferences(
  dataDir: string,
  { world, sizes, evaluation }: Pick<ComparisonPlan, "world" | "sizes" | "evaluation">,
): readonly Reference[] {
  const file = join(dataDir, SETTINGS_FILE);
  if (!existsSync(file)) return [];
  const settings = ladderSettings
    .read(file)
    .filter((row) => row.largest_step === "1" && PRICES.includes(row.price));
  return sizes.flatMap((size) => {
    const own = settings.filter((row) => row.size === size);
    if (own.length === 0) return [];
    const rules = RULE_RUNGS.filter(({ id }) => DRAWN[world]?.includes(id)).flatMap(
      ({ split, isMeant }): Reference[] => {
        const method = bestMethod(own, split, isMeant);
        if (method === undefined) return [];
        const controllers = texts(own.filter((row) => row.split === split && row.method === method));
        return [{ name: `${controllerLabel(method)}, tuned`, size, controllers }];
      },
    );
    const candidates = world === "sim" ? configurations(dataDir) : texts(own.filter(isBlind));
    // Hindsight chooses on half of the episodes and is read on the others.
    if (candidates.length === 0 || evaluation.runs < 2) return rules;
    return [...rules, { name: "hindsight", size, controllers: candidates, prices: PRICES }];
  });
}

/** Whether a setting's proxy looks at no queue. */
function isBlind({ method }: SettingRow): boolean {
  return !method.includes("+") || method.endsWith("+least-queue");
}

function texts(rows: readonly Pick<SettingRow, "controller">[]): readonly string[] {
  return [...new Set(rows.map(({ controller }) => controller))];
}

function configurations(dataDir: string): readonly string[] {
  const file = join(dataDir, CONFIGURATIONS_FILE);
  if (!existsSync(file)) return [];
  const rows = ladderConfigurations.read(file).filter((row) => row.largest_step === "1");
  return texts(rows.slice(0, CONFIGURATIONS));
}
