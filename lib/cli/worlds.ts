import { InputError } from "../check/index.js";
import type { Calibration } from "../cluster/docker/calibration/index.js";
import { ALL_WORLDS } from "../cluster/docker/index.js";
import { type World, type WorldSettings, worldByName } from "../cluster/index.js";
import { openWorkspace } from "../data/index.js";
import { CALIBRATION_FILE, knownCalibration } from "../study/index.js";

/**
 * The world of that name with the workspace's calibrated containers; half of a fleet is ready at the start, as in phase 1, unless
 * the whole fleet is asked for.
 * @throws InputError on a world that can't have them, or where real containers aren't calibrated.
 */
export function calibratedWorld(name: string, { wholeFleet }: Pick<WorldSettings, "wholeFleet"> = {}): World {
  const known = knownCalibration(openWorkspace().dataDir);
  const world = worldByName(name, { ...known, wholeFleet }, ALL_WORLDS);
  if (world.real !== undefined) requireCalibration(known);
  return world;
}

/** The simulated world of the calibrated containers, which agents for them are trained on. @throws InputError where they aren't calibrated. */
export function calibratedSimulator(): World {
  return worldByName("sim", requireCalibration(knownCalibration(openWorkspace().dataDir)));
}

/** Name of the folder of agents that are trained further on the world of that name. @throws InputError on an unknown one. */
export function tunedAgentsOf(name: string): string {
  return worldByName(name, {}, ALL_WORLDS).tunedAgents;
}

function requireCalibration(known: Calibration | undefined): Calibration {
  if (known === undefined)
    throw new InputError(
      `the real cluster needs data/${CALIBRATION_FILE}: make it with: npx fleetlab calibrate standard`,
    );
  return known;
}
