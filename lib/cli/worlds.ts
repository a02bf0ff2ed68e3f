import { InputError } from "../check/index.js";
import { type ClusterSpec, clusterSpec } from "../cluster/index.js";
import { type ClusterWorld, simulatedSide } from "../evaluation/index.js";

/**
 * The cluster of `size` containers that both sides of the comparison are built from.
 * A calibration takes the defaults' place here.
 */
function sharedSpec(size: number): ClusterSpec {
  return clusterSpec({ size });
}

/**
 * Every world that phase 2 and the plan can run in, by the name that `--cluster` takes.
 * A real cluster is entered here: its kind, how it is opened, and the conditions it measured under.
 */
const WORLDS: Readonly<Record<string, () => ClusterWorld>> = Object.freeze({
  sim: () => simulatedSide(sharedSpec),
});

/** The world of that name. @throws InputError listing the known ones. */
export function worldByName(name: string): ClusterWorld {
  const world = Object.hasOwn(WORLDS, name) ? WORLDS[name] : undefined;
  if (world === undefined)
    throw new InputError(
      `no cluster called ${JSON.stringify(name)} can be stepped one by one here; known: ${Object.keys(WORLDS).join(", ")}`,
    );
  return world();
}
