import { cluster, workload } from "fleetlab";
import type { BenchGroup, BenchRow } from "../group.js";

// What is timed is the library as it is built, as users run it.
const { clusterSpec, SimulatedClusterBatch } = cluster;
const { constant } = workload;

const SIZE = 25;
const LOAD = 0.7;
/** Cluster steps a repeat: about a second's work. */
const CLUSTER_STEPS = 32_768;

interface Speed {
  readonly events: number;
  readonly steps: number;
}

/** Steps a batch of full clusters at equal weights; returns events (arrivals + departures) and cluster steps per second. */
function speed(batch: number, dispatch: cluster.Dispatch, repeat: number): Speed {
  const steps = CLUSTER_STEPS / batch;
  const simulation = new SimulatedClusterBatch(batch, {
    spec: clusterSpec({ size: SIZE, initialFleet: SIZE, dispatch }),
    workload: constant({ level: LOAD }),
    steps,
  });
  for (let b = 0; b < batch; b++) simulation.reset(b, repeat * batch + b);
  const actions = { weights: new Float64Array(batch * SIZE).fill(1), scale: new Int16Array(batch) };
  let arrivals = 0;
  let departures = 0;
  const begin = performance.now();
  for (let step = 0; step < steps; step++) {
    simulation.step(actions);
    for (let b = 0; b < batch; b++) {
      arrivals += simulation.statistics(b).requests;
      departures += simulation.statistics(b).completions;
    }
  }
  const seconds = (performance.now() - begin) / 1000;
  const expected = LOAD * SIZE * 8 * CLUSTER_STEPS;
  // Poisson counts: a run of 4.6 million arrivals stays within 0.5 % of its mean.
  if (Math.abs(arrivals / expected - 1) > 0.005)
    throw new Error(`${arrivals} requests arrived, expected about ${expected}`);
  return { events: (arrivals + departures) / seconds, steps: (batch * steps) / seconds };
}

const DISPATCHES: readonly cluster.Dispatch[] = ["random", "smooth-weighted-round-robin"];
const BATCHES = [1, 64, 1024];

function row(batch: number, dispatch: cluster.Dispatch, measured: keyof Speed): BenchRow {
  return {
    name: `fleetlab, ${dispatch}, batch ${batch}`,
    unit: measured === "events" ? "arrivals + departures/s" : "control steps/s",
    prepare() {
      speed(batch, dispatch, 0);
      return undefined;
    },
    measure: (repeat) => speed(batch, dispatch, repeat)[measured],
  };
}

const rows = (measured: keyof Speed) =>
  DISPATCHES.flatMap((dispatch) => BATCHES.map((batch) => row(batch, dispatch, measured)));

/** The exact cluster of 25 containers at load 0.7 with every request simulated. */
export const exactCluster: BenchGroup = {
  name: "cluster",
  family: "cluster",
  module: __filename,
  title: `exact cluster of ${SIZE} containers at load ${LOAD}, every request simulated, on one core`,
  rows: [...rows("events"), ...rows("steps")],
};
