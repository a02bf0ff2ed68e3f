import type { DataReader } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import type { LadderStep } from "./plan.js";
import { ladderReadings, type MethodReading } from "./readings.js";
import { RUNG_LABELS, type RungId } from "./rungs.js";
import type { SliceChoice } from "./slice.js";

/** A line of the ladder: a method at a largest step. */
export interface LadderLine {
  readonly id: RungId;
  readonly largestStep: LadderStep;
}

/** A line as it was read. */
export interface ReadLine extends LadderLine {
  readonly label: string;
  readonly reading: MethodReading;
}

const at = (largestStep: LadderStep, ...ids: RungId[]): readonly LadderLine[] =>
  ids.map((id) => ({ id, largestStep }));

/** The rungs, from the write-up's rivals up: each takes over what the one before it had. */
export const CLIMB: readonly LadderLine[] = Object.freeze([
  ...at("1", "rivals", "weights", "connections", "rule"),
  ...at("4", "rule"),
  ...at("N", "rule"),
]);

/** What is known only afterwards, or from data that a rule may not be chosen on. */
export const AFTERWARDS: readonly LadderLine[] = Object.freeze([
  ...at("1", "dev", "hindsight"),
  ...at("4", "hindsight"),
  ...at("N", "hindsight"),
]);

/** What the write-up has: its rules at its own settings, behind its round robin and with least connections, and its agent. */
export const PUBLISHED: readonly LadderLine[] = Object.freeze(
  at(
    "1",
    "writeup-threshold",
    "writeup-threshold+least-connections",
    "writeup-pid",
    "writeup-pid+least-connections",
    "agents",
  ),
);

/** What stands beside the ladder. */
export const BESIDE: readonly LadderLine[] = Object.freeze(at("1", "bound", "static"));

/** Every line, in the order in which they are shown. */
export const LADDER_LINES: readonly LadderLine[] = Object.freeze([
  ...PUBLISHED,
  ...CLIMB,
  ...AFTERWARDS,
  ...BESIDE,
]);

/** Lines that were measured at a size, each with its reading. */
export function readLines(
  data: DataReader,
  lines: readonly LadderLine[],
  choice: Omit<SliceChoice, "largestStep">,
): readonly ReadLine[] {
  return lines.flatMap((line) => {
    const reading = ladderReadings(data, { ...choice, largestStep: line.largestStep }).get(line.id);
    return reading === undefined ? [] : [{ ...line, reading, label: lineLabel(line, reading) }];
  });
}

/** A method's name, e.g. "best rule (square root)". */
export function methodLabel(id: RungId, reading?: MethodReading): string {
  const isChosen = id === "rule" || id === "dev";
  if (!isChosen || reading === undefined) return RUNG_LABELS[id];
  return `${RUNG_LABELS[id]} (${controllerLabel(reading.rule.split("+")[0])})`;
}

/** A line's name, e.g. "best rule (square root), N a step". */
export function lineLabel({ id, largestStep }: LadderLine, reading?: MethodReading): string {
  return methodLabel(id, reading) + (largestStep === "1" ? "" : `, ${largestStep} a step`);
}
