import { cluster, workload } from "fleetlab";
import type { BenchGroup, BenchRow } from "../group.js";

// What is timed is the library as it is built, as users run it.
const { clusterSpec, DISPATCHES, SimulatedClusterBatch } = cluster;
const { constant } = workload;

const LOAD = 0.6;
const SIZES = [5, 15, 25, 100, 1000];
const BATCHES = [1, 64];
/** Containers x cluster steps a repeat: some tenths of a second's work. */
const CONTAINER_STEPS = 128_000;

/** Control steps per second of a batch of whole fleets that don't change, at equal weights. */
function speed(dispatch: cluster.Dispatch, batch: number, size: number, repeat: number): number {
  const steps = Math.max(2, Math.round(CONTAINER_STEPS / size / batch));
  const simulation = new SimulatedClusterBatch(batch, {
    spec: clusterSpec({ size, initialFleet: size, dispatch }),
    workload: constant({ level: LOAD }),
    steps,
  });
  for (let b = 0; b < batch; b++) simulation.reset(b, repeat * batch + b);
  const actions = { weights: new Float64Array(batch * size).fill(1), scale: new Int16Array(batch) };
  let arrivals = 0;
  const begin = performance.now();
  for (let step = 0; step < steps; step++) {
    simulation.step(actions);
    for (let b = 0; b < batch; b++) arrivals += simulation.statistics(b).requests;
  }
  const seconds = (performance.now() - begin) / 1000;
  const expected = LOAD * size * 8 * steps * batch;
  // Poisson counts: five standard deviations.
  if (Math.abs(arrivals - expected) > 5 * Math.sqrt(expected))
    throw new Error(`${arrivals} requests arrived, expected about ${expected}`);
  return (batch * steps) / seconds;
}

function row(dispatch: cluster.Dispatch, batch: number, size: number): BenchRow {
  return {
    name: `${dispatch}, batch ${batch}, N = ${size}`,
    unit: "control steps/s",
    prepare() {
      speed(dispatch, batch, size, 0);
      return undefined;
    },
    measure: (repeat) => speed(dispatch, batch, size, repeat + 1),
  };
}

/** The exact cluster under each dispatch, from few containers to a thousand. */
export const dispatchSpeed: BenchGroup = {
  name: "dispatch",
  family: "dispatch",
  module: __filename,
  title: `exact cluster under each dispatch at load ${LOAD}, every request simulated, on one core`,
  configuration: { load: LOAD, sizes: SIZES, batches: BATCHES },
  rows: DISPATCHES.flatMap((dispatch) =>
    BATCHES.flatMap((batch) => SIZES.map((size) => row(dispatch, batch, size))),
  ),
};
