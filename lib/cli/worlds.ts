import { InputError } from "../check/index.js";
import type { Calibration } from "../cluster/docker/calibration/index.js";
import { ALL_WORLDS } from "../cluster/docker/index.js";
import { type World, type WorldSettings, worldByName } from "../cluster/index.js";
import { openWorkspace } from "../data/index.js";
import { CALIBRATION_FILE, knownCalibration } from "../study/index.js";
import { type ClusterFileFlags, describedCluster } from "./cluster-file-option.js";
import { givenService, type ServiceFlags, saysService } from "./service-options.js";

/**
 * The world of that name with the containers of the cluster file, or the workspace's calibrated ones; half of a fleet is ready at
 * the start, as in phase 1, unless the whole fleet is asked for.
 * @throws InputError on a world that can't have them, where real containers are neither described nor calibrated, or on a service that
 * nothing is known of.
 */
export function calibratedWorld(
  name: string,
  flags: ClusterFileFlags & ServiceFlags & Pick<WorldSettings, "wholeFleet">,
): World {
  const { wholeFleet } = flags;
  const own = describedCluster(flags)?.described;
  const known = own ?? knownCalibration(openWorkspace().dataDir);
  const world = worldByName(name, { ...known, wholeFleet }, ALL_WORLDS);
  const isReal = world.real !== undefined;
  if (isReal && own === undefined) requireCalibration(known as Calibration | undefined);
  if (!saysService(flags)) return world;
  requireServiceUse(world);
  if (own === undefined)
    throw new InputError(
      "another service needs a cluster file that describes its containers: give --cluster-file, too (npx fleetlab calibrate makes one)",
    );
  return worldByName(name, { ...own, wholeFleet, ...givenService(flags, own) }, ALL_WORLDS);
}

/** Throws where options that say what runs in real containers are given for a world that has none. */
export function requireServiceUse(world: World): void {
  if (world.real === undefined)
    throw new InputError(`cluster ${world.name} runs no image: the options for one go with --cluster docker`);
}

/**
 * The simulated world of the described or calibrated containers, which agents for them are trained on.
 * @throws InputError where they are neither.
 */
export function calibratedSimulator(flags: ClusterFileFlags): World {
  const own = describedCluster(flags)?.described;
  return worldByName("sim", own ?? requireCalibration(knownCalibration(openWorkspace().dataDir)));
}

/** Name of the folder of agents that are trained further on the world of that name. @throws InputError on an unknown one. */
export function tunedAgentsOf(name: string, flags: ClusterFileFlags): string {
  const { clusterName } = describedCluster(flags)?.described ?? {};
  return worldByName(name, { clusterName }, ALL_WORLDS).tunedAgents;
}

function requireCalibration(known: Calibration | undefined): Calibration {
  if (known === undefined)
    throw new InputError(
      `the real cluster needs data/${CALIBRATION_FILE}: make it with: npx fleetlab calibrate standard`,
    );
  return known;
}
