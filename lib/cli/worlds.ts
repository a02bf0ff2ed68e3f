import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import {
  type Calibration,
  calibratedSpec,
  calibratedWorker,
  readCalibration,
} from "../cluster/docker/calibration/index.js";
import { DockerCluster, LocustLoad, requestSchedule } from "../cluster/docker/index.js";
import { type ClusterSpec, clusterSpec } from "../cluster/index.js";
import { type ClusterWorld, simulatedSide } from "../evaluation/index.js";
import { openWorkspace } from "../report/index.js";

/** The calibration that both sides of the comparison are built from, under the data folder. */
const CALIBRATION = "calibration/standard.json";

/** Control steps by which requests reach beyond a run: a control loop that missed an interval ends later. */
const SPARE_STEPS = 10;

/** Every world that phase 2 and the plan can run in, by the name that `--cluster` takes. */
const WORLDS: Readonly<Record<string, () => ClusterWorld>> = Object.freeze({
  sim: () => simulatedSide(sharedSpec(calibration())),
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

/** The cluster's calibration, where there is one. */
function calibration(): Calibration | undefined {
  const file = join(openWorkspace().dataDir, CALIBRATION);
  return existsSync(file) ? readCalibration(file) : undefined;
}

/** The cluster of so many containers in both worlds; half of them are ready at the start, as in phase 1. */
function sharedSpec(known: Calibration | undefined): (size: number) => ClusterSpec {
  return (size) => (known === undefined ? clusterSpec({ size }) : calibratedSpec(known, size));
}

function realCluster(known: Calibration | undefined): ClusterWorld {
  if (known === undefined)
    throw new InputError(`the real cluster needs data/${CALIBRATION}: make it with: npx fleetlab calibrate`);
  return {
    kind: "docker",
    spec: sharedSpec(known),
    open: ({ spec, workload, steps, reward }) =>
      DockerCluster.open({
        spec,
        steps: steps + SPARE_STEPS,
        reward,
        worker: calibratedWorker(known),
        schedule: (seed) => requestSchedule({ spec, workload, seed, steps: steps + SPARE_STEPS }),
        loadGenerator: () => LocustLoad.start(spec),
      }),
    conditions: (cluster) => (cluster as DockerCluster).conditions,
    name: "real",
    keepsRecords: true,
    otherCode: "keep",
    sources: ["cluster/docker"],
  };
}
