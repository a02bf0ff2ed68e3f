import { InputError } from "../check/index.js";
import { exactWorld } from "./simulated/world.js";
import type { World, WorldSettings, WorldTable } from "./world.js";
import { writeupWorld } from "./writeup/world.js";

/** Worlds of simulated time: "sim" (exact) and "writeup" (the write-up's). With real containers: `docker.ALL_WORLDS`. */
export const SIMULATED_WORLDS = Object.freeze({
  sim: exactWorld,
  writeup: writeupWorld,
}) satisfies WorldTable;

/**
 * The world of that name.
 * @param worlds those that there are; default: those of simulated time.
 * @throws InputError on another name, or on settings that the world doesn't take.
 * @example
 * cluster.worldByName("sim").spec(5).containers.length; // -> 5
 * cluster.worldByName("ship"); // throws InputError: no cluster is called "ship"; known: sim, writeup
 */
export function worldByName(
  name: string,
  settings: WorldSettings = {},
  worlds: WorldTable = SIMULATED_WORLDS,
): World {
  const world = Object.hasOwn(worlds, name) ? worlds[name] : undefined;
  if (world === undefined)
    throw new InputError(
      `no cluster is called ${JSON.stringify(name)}; known: ${Object.keys(worlds).join(", ")}`,
    );
  return world(settings);
}

/**
 * Names of the worlds whose clusters an agent can be trained on from scratch.
 * @example
 * cluster.trainingWorldNames(); // -> ["sim", "writeup"]
 */
export function trainingWorldNames(): readonly string[] {
  return Object.keys(SIMULATED_WORLDS).filter((name) => worldByName(name).openTraining !== undefined);
}
