import { InputError } from "../check/index.js";
import { type ClusterSpec, clusterSpec } from "../cluster/index.js";
import { readJsonFile } from "../files/index.js";

const FIELDS = Object.keys(clusterSpec({ size: 1 }));

/** The cluster's spec in a JSON file; fields left out have their defaults. @throws InputError naming file and field. */
export function readSpecFile(file: string): ClusterSpec {
  const content = readJsonFile(file);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new InputError(
      `${file} must hold an object with the fields of a cluster's spec: ${FIELDS.join(", ")}`,
    );
  const unknown = Object.keys(content).find((name) => name !== "size" && !FIELDS.includes(name));
  if (unknown !== undefined)
    throw new InputError(`${file}: unknown field ${unknown}; known: size, ${FIELDS.join(", ")}`);
  try {
    return clusterSpec(content);
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`);
  }
}
