import type { HostConfig } from "dockerode";
import type { ContainerSpec } from "../../contract.js";

/**
 * Length of the period in which a container may use its share of CPU time, in us. The engine's own 100 ms would make
 * requests wait for up to 96 ms at a share of 0.04.
 */
const CPU_PERIOD = 25_000;

/** The kernel takes no quota below this many us a period, and no period above a second. */
const LEAST_QUOTA = 1000;
const LONGEST_PERIOD = 1_000_000;

/** Period and quota for a CPU limit of `share` cores, in us: quota / period = share to within 0.05 %, at a period as short as can be. */
export function cpuLimit(share: number): { readonly CpuPeriod: number; readonly CpuQuota: number } {
  const period = Math.min(LONGEST_PERIOD, Math.max(CPU_PERIOD, Math.ceil(LEAST_QUOTA / share)));
  return { CpuPeriod: period, CpuQuota: Math.max(LEAST_QUOTA, Math.round(period * share)) };
}

/** What every container of a run is held to: no capabilities, no new privileges, a root that can't be written to. */
export const CONFINEMENT: HostConfig = Object.freeze({
  CapDrop: ["ALL"],
  SecurityOpt: ["no-new-privileges:true"],
  ReadonlyRootfs: true,
  RestartPolicy: { Name: "no" },
  LogConfig: { Type: "json-file", Config: { "max-size": "100k", "max-file": "1" } },
});

/** A worker's limits. Memory has no swap behind it. */
export function workerLimits({ cpuShare, memoryMiB }: ContainerSpec): HostConfig {
  const bytes = Math.round(memoryMiB * 2 ** 20);
  return { ...CONFINEMENT, ...cpuLimit(cpuShare), Memory: bytes, MemorySwap: bytes, PidsLimit: 64 };
}
