import type { DataReader, NumberDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { agentAtEqualSla, equalViolationsOf, RIVALS } from "./agent-at-equal-sla-table.js";

const { inputs } = agentAtEqualSla;
const count = (id: string, title: string, of: (data: DataReader) => number): NumberDefinition => ({
  id,
  title,
  inputs,
  format: { digits: 0 },
  value: of,
});
const shown = (rule: (typeof RIVALS)[number]) => rule.replace("+", "-");

/** At equal violations, training run by training run. */
export const equalViolationsNumbers: readonly NumberDefinition[] = [
  count(
    "equal-sla-compared",
    "comparisons of a rule with the agent at equal violations, one rule",
    (data) => equalViolationsOf(data).filter(({ rule }) => rule === RIVALS[0]).length,
  ),
  ...RIVALS.flatMap((rule) => [
    count(
      `equal-sla-less-${shown(rule)}`,
      `of these, where ${controllerLabel(rule)} needs less fleet than the agent at the violations of its training runs, p < 0.05 by Holm's method`,
      (data) =>
        equalViolationsOf(data).filter(
          (one) => one.rule === rule && one.pValue < 0.05 && one.difference.estimate < 0,
        ).length,
    ),
    count(
      `equal-sla-more-${shown(rule)}`,
      `of these, where ${controllerLabel(rule)} needs more fleet, p < 0.05 by Holm's method`,
      (data) =>
        equalViolationsOf(data).filter(
          (one) => one.rule === rule && one.pValue < 0.05 && one.difference.estimate > 0,
        ).length,
    ),
  ]),
];
