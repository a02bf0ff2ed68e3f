import { InputError } from "../../check/index.js";

/** Most containers that a command may start or stop: a number, or "N" for all of them. */
export type LargestStep = number | "N";

/**
 * Reads a largest step: a whole number of at least 1, or N.
 * @throws InputError on anything else.
 * @example
 * evaluation.largestStep("4"); // -> 4
 * evaluation.largestStep("0");
 * // throws InputError: largest step "0" must be a whole number of at least 1, or N
 */
export function largestStep(text: string): LargestStep {
  if (text === "N") return text;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InputError(`largest step ${JSON.stringify(text)} must be a whole number of at least 1, or N`);
  return Number(text);
}

/**
 * A largest step for a fleet of `size` containers.
 * @throws InputError as `largestStep`.
 * @example
 * ["4", "N"].map((step) => evaluation.stepAt(step, 15)); // -> [4, 15]
 */
export function stepAt(step: LargestStep | string, size: number): number {
  const read = typeof step === "number" ? step : largestStep(step);
  return read === "N" ? size : read;
}
