import type { ClusterSpec } from "../../cluster/index.js";
import { RandomStream } from "../../random/index.js";

/** A CPU limit as the kernel enforces it: so much CPU time in each period, both in s. */
export interface CpuPeriod {
  readonly period: number;
  readonly quota: number;
}

/**
 * Service times of containers whose CPU limit comes in slices. At the beginning of each period a container has `quota` seconds of
 * CPU; it works at full speed until they are used up, and then not at all until the next period; what is left over at a period's
 * end is lost. The periods of a container begin at a time of its own, drawn from `seed`. So a busy container works at its mean
 * rate, and one that was idle begins with a slice at once.
 *
 * Source: the kernel's documentation of CFS bandwidth control, https://docs.kernel.org/scheduler/sched-bwc.html
 * @returns the service time in s of container `i` for `demand` (in units of the mean) from `start` on; starts of a container ascend.
 */
export function slicedService(spec: ClusterSpec, { period, quota }: CpuPeriod, seed: number) {
  const phases = RandomStream.of(seed, "cpu-periods");
  const phase = spec.containers.map(() => period * phases.uniform());
  const current = spec.containers.map(() => Number.NEGATIVE_INFINITY);
  const left = spec.containers.map(() => 0);
  return (i: number, start: number, demand: number): number => {
    const { cpuShare, serviceRate } = spec.containers[i];
    let work = (demand * cpuShare) / serviceRate;
    // A start that is the end of the request before may lie a rounding before its period.
    const number = Math.max(current[i], Math.floor((start - phase[i]) / period));
    if (number > current[i]) [current[i], left[i]] = [number, quota];
    let time = start;
    for (;;) {
      const end = phase[i] + (current[i] + 1) * period;
      const usable = Math.min(left[i], end - time);
      if (work <= usable) break;
      work -= usable;
      time = end;
      current[i]++;
      left[i] = quota;
    }
    left[i] -= work;
    return time + work - start;
  };
}
