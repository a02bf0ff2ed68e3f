import { InputError } from "../check/index.js";
import { type Calibration, calibratedSpec } from "../cluster/docker/calibration/index.js";
import type { DockerCluster } from "../cluster/docker/index.js";
import { clusterSpec } from "../cluster/index.js";
import { openWorkspace } from "../data/index.js";
import { openCalibrated } from "../evaluation/index.js";
import {
  CALIBRATION_FILE,
  type ClusterWorld,
  knownCalibration,
  type PlannedClusters,
  simulatedSide,
} from "../study/index.js";

/** Every world that phase 2 and the plan can run in, by the name that `--cluster` takes. */
const WORLDS: Readonly<Record<string, () => ClusterWorld>> = Object.freeze({
  sim: () => simulatedSide(clustersOf(knownCalibration(openWorkspace().dataDir))),
  docker: () => realCluster(calibration()),
});

/** The world of that name. @throws InputError listing the known ones, or where the real cluster isn't calibrated. */
export function worldByName(name: string): ClusterWorld {
  const world = Object.hasOwn(WORLDS, name) ? WORLDS[name] : undefined;
  if (world === undefined)
    throw new InputError(
      `no cluster called ${JSON.stringify(name)} can be stepped one by one here; known: ${Object.keys(WORLDS).join(", ")}`,
    );
  return world();
}

/** The plan's clusters of calibrated containers. @throws InputError where they aren't calibrated. */
export function calibratedClusters(): PlannedClusters {
  return clustersOf(calibration());
}

function calibration(): Calibration {
  const known = knownCalibration(openWorkspace().dataDir);
  if (known === undefined)
    throw new InputError(
      `the real cluster needs data/${CALIBRATION_FILE}: make it with: npx fleetlab calibrate standard`,
    );
  return known;
}

/** The same clusters in both worlds; half of a fleet is ready at the start, as in phase 1. */
function clustersOf(known: Calibration | undefined): PlannedClusters {
  return known === undefined
    ? { spec: (size) => clusterSpec({ size }) }
    : { spec: (size) => calibratedSpec(known, size), trainingSpec: known.spec };
}

function realCluster(known: Calibration): ClusterWorld {
  const docker = (cluster: unknown) => cluster as DockerCluster;
  return {
    ...clustersOf(known),
    kind: "docker",
    open: (setting) => openCalibrated(known, setting),
    conditions: (cluster) => docker(cluster).conditions,
    async saveRequests(cluster, file) {
      await docker(cluster).finishLoad();
      docker(cluster).saveRequests(file);
    },
    versions: (cluster) => docker(cluster).versions(),
    name: "real",
    keepsRecords: true,
    otherCode: "keep",
    modules: [__filename],
  };
}
