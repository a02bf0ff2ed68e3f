import { resolve } from "node:path";
import { InputError } from "../check/index.js";
import { readJsonFile } from "../files/index.js";

/** Settings of phase 2 that differ: those of the file `config`, and `steps`. @throws InputError unless the file holds an object. */
export function tuningChanges({
  config,
  steps,
}: {
  readonly config?: string;
  readonly steps?: number;
}): object {
  const fromFile = config === undefined ? {} : readJsonFile(resolve(config));
  if (typeof fromFile !== "object" || fromFile === null || Array.isArray(fromFile))
    throw new InputError(`${config}: settings are a JSON object`);
  return { ...fromFile, ...(steps !== undefined && { steps }) };
}
