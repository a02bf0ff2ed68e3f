import { mean, standardDeviation } from "../../../statistics/index.js";
import { type Estimate, measuredEstimate, ratioEstimate } from "./estimate.js";
import { type LoadSamples, servedBy, stepsOf } from "./load-samples.js";

/** How containers' CPU readings relate to the work they do; all as shares of the containers' own limits. */
interface CpuEstimates {
  /** CPU of a container without requests. */
  readonly idle: Estimate;
  /** Mean and standard deviation of (CPU read - share of the interval with a request in the container). */
  readonly bias: Estimate;
  readonly noise: Estimate;
}

/** Memory of a worker, in MiB and s. */
export interface MemoryEstimates {
  readonly idle: Estimate;
  /** Standard deviation of an idle container's readings around their mean. */
  readonly noise: Estimate;
  /** (mean memory when full - idle) / mean requests held; below 0 where a full container took no more. */
  readonly perRequest: Estimate;
  /** Until the excess over idle had fallen to 1/e after the load; NaN where it hadn't by the end, or there was none. */
  readonly releaseTime: number;
}

/** @param idle, loaded numbers of the phases without load and with load. */
export function cpuEstimates(samples: LoadSamples, idle: number, loaded: readonly number[]): CpuEstimates {
  const rows = (k: number) => {
    const { from, to } = stepsOf(samples, k);
    return samples.cpu.slice(from, to);
  };
  const busy = busyShares(samples);
  const errors = loaded.flatMap((k) => {
    const { from } = stepsOf(samples, k);
    return rows(k).flatMap((row, j) => Array.from(row, (cpu, i) => cpu - busy[from + j][i]));
  });
  return {
    idle: measuredEstimate(
      rows(idle).flatMap((row) => [...row]),
      mean,
    ),
    bias: measuredEstimate(errors, mean),
    noise: measuredEstimate(errors, standardDeviation),
  };
}

/**
 * Requests/s that containers would serve with all of their CPU limit, in units of the mean demand: demand served / CPU used, over
 * the steps of phase `loaded`. It is the service rate, but doesn't fall when the machine gives containers less than their limit.
 */
export function rateAtFullCpu(samples: LoadSamples, loaded: number, members: readonly number[]): Estimate {
  const { from, to } = stepsOf(samples, loaded);
  const { observedAt, cpu, requests } = samples;
  const work = members.flatMap((i) => {
    const demand = new Float64Array(cpu.length);
    for (const served of servedBy(requests, i)) {
      const step = observedAt.findIndex((time) => served.finishedAt < time);
      if (step >= 0) demand[step] += served.demand;
    }
    // The first step is left out: it begins with what the phase before left.
    return Array.from({ length: to - from - 1 }, (_, k) => {
      const step = from + 1 + k;
      return { demand: demand[step], cpu: cpu[step][i] * (observedAt[step] - observedAt[step - 1]) };
    });
  });
  return ratioEstimate(
    work,
    ({ demand }) => demand,
    ({ cpu }) => cpu,
  );
}

/** Share of each step in which each container held a request, by the raw requests: by step and container. */
function busyShares({ cpu, observedAt, requests }: LoadSamples): Float64Array[] {
  const shares = cpu.map((row) => new Float64Array(row.length));
  for (let i = 0; i < cpu[0].length; i++) {
    const served = servedBy(requests, i).map(({ sentAt, finishedAt }) => ({ from: sentAt, to: finishedAt }));
    served.sort((a, b) => a.from - b.from);
    let covered = 0;
    let step = 0;
    for (const { from, to } of served) {
      let begin = Math.max(from, covered);
      covered = Math.max(covered, to);
      while (begin < to && step < observedAt.length) {
        if (begin >= observedAt[step]) {
          step++;
          continue;
        }
        const end = Math.min(to, observedAt[step]);
        const start = step === 0 ? 0 : observedAt[step - 1];
        shares[step][i] += (end - begin) / (observedAt[step] - start);
        begin = end;
      }
    }
  }
  return shares;
}

/** @param idle, full, after numbers of the phases: before the load, with full queues, and without load afterwards. */
export function memoryEstimates(
  samples: LoadSamples,
  { idle, full, after }: { readonly idle: number; readonly full: number; readonly after: number },
): MemoryEstimates {
  const columns = (k: number, skip = 0) => {
    const { from, to } = stepsOf(samples, k);
    const first = from + Math.floor(skip * (to - from));
    return samples.memoryMiB[0].reduce<{ memory: number[]; depth: number[] }[]>((all, _, i) => {
      const pick = (rows: readonly Float64Array[]) => rows.slice(first, to).map((row) => row[i]);
      all.push({ memory: pick(samples.memoryMiB), depth: pick(samples.queueDepth) });
      return all;
    }, []);
  };
  const before = columns(idle);
  const idleMiB = before.map(({ memory }) => mean(memory));
  const perRequest = columns(full, 0.5).flatMap(({ memory, depth }, i) =>
    memory.map((value, j) => ({ excess: value - idleMiB[i], depth: depth[j] })),
  );
  return {
    idle: measuredEstimate(
      before.flatMap(({ memory }) => memory),
      mean,
    ),
    noise: measuredEstimate(
      before.flatMap(({ memory }, i) => memory.map((value) => value - idleMiB[i])),
      standardDeviation,
    ),
    perRequest: ratioEstimate(
      perRequest,
      ({ excess }) => excess,
      ({ depth }) => depth,
    ),
    releaseTime: releaseTime(
      columns(after).map(({ memory }, i) => memory.map((value) => value - idleMiB[i])),
      samples.observedAt.slice(stepsOf(samples, after).from),
    ),
  };
}

function releaseTime(excesses: readonly (readonly number[])[], times: readonly number[]): number {
  const total = excesses[0].map((_, j) => mean(excesses.map((excess) => excess[j])));
  if (!(total[0] > 0)) return Number.NaN;
  const reached = total.findIndex((value) => value <= total[0] / Math.E);
  return reached < 0 ? Number.NaN : times[reached] - times[0];
}
