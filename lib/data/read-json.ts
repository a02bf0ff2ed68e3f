import { readFileSync } from "node:fs";
import { InputError } from "../check/index.js";

/**
 * The parsed JSON file at `path`.
 * @param name what messages call the file. @param remedy what the reader can do, as an imperative.
 * @throws InputError where the file is missing, cut off or no JSON.
 * @example
 * data.readJsonFile("plan.json", "the plan", "write one");
 * // throws InputError: the plan is missing or can't be read: write one
 */
export function readJsonFile(path: string, name: string, remedy: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new InputError(`${name} is missing or can't be read: ${remedy}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${name} isn't valid JSON, perhaps cut off: ${remedy}`);
  }
}
