import {
  type ClusterSpec,
  clusterCapacity,
  clusterSpec,
  type SpecChanges,
  specOfClasses,
} from "../../cluster/index.js";
import { CAP_VIOLATION_RATE } from "../../workload/index.js";
import { carriedLoad } from "../carried-load.js";
import { ladderSpec } from "../ladder/scale.js";
import type { LadderFleet } from "../ladder/workloads.js";

/** Containers of the user's own that rules are tuned on, in place of the ladder's standard ones. */
export interface OwnFleet {
  readonly spec: SpecChanges;
  /** By number of containers: the highest load that they are offered, as a fraction of capacity (`ownCap`). */
  readonly caps: Readonly<Record<number, number>>;
}

/** Mean service times within which an answer counts in a cap, where the SLA is tighter: the standard scale's. */
const STANDARD_SLA = 10;
/** Requests of each simulation behind a cap. */
const REQUESTS = 200_000;
/** Of what a cap is found by. */
const SEED = 1;

/**
 * The own containers of each size with the loads that they are offered.
 * @example
 * const spec = { containers: [{ cpuShare: 0.04, memoryMiB: 128, serviceRate: 8 }] };
 * const { caps } = evaluation.ownFleet(spec, [5]);
 * Math.abs(caps[5] - evaluation.ladderCap(5)) < 0.03; // -> true
 */
export function ownFleet(spec: SpecChanges, sizes: readonly number[]): OwnFleet {
  return { spec, caps: Object.fromEntries(sizes.map((size) => [size, ownCap(specOfClasses(spec, size))])) };
}

/**
 * Highest load that a whole fleet of these containers carries behind least connections at `CAP_VIOLATION_RATE`, as a fraction of
 * capacity: `ladderCap` for other containers than the standard ones. An answer counts as late above the SLA, or above ten mean
 * service times where the SLA is tighter: how long service itself takes is no matter of load.
 */
function ownCap(spec: ClusterSpec): number {
  const meanServiceTime = spec.containers.length / clusterCapacity(spec);
  const sla = Math.max(spec.sla, STANDARD_SLA * meanServiceTime);
  const { largestWeight: _, ...rest } = spec;
  const fleet = clusterSpec({ ...rest, sla, dispatch: "least-connections" });
  return carriedLoad({ spec: fleet, violationRate: CAP_VIOLATION_RATE, requests: REQUESTS, seed: SEED });
}

/** The cluster that a search tunes on: the ladder's, or one of the own containers. */
export function tunedSpec(fleet: OwnFleet | undefined, size: number, largestScaleStep = 1): ClusterSpec {
  return fleet === undefined
    ? ladderSpec({ size, largestScaleStep })
    : specOfClasses({ ...fleet.spec, largestScaleStep }, size);
}

/** For whom workloads of the ladder are made: `LadderFleet`. */
export function tunedFleet(fleet: OwnFleet | undefined, size: number): LadderFleet {
  if (fleet === undefined) return { size };
  return { size, nodeCapacity: clusterCapacity(tunedSpec(fleet, size)) / size, cap: fleet.caps[size] };
}
