import { cpuLimit, readRequests } from "../../cluster/docker/index.js";
import { type ClusterSpec, replayRequests } from "../../cluster/index.js";
import type { Workload } from "../../workload/index.js";
import { slicedService } from "./cpu-slices.js";

/** Models of what becomes of a request: the real cluster; the simulator; the simulator with CPU limits that come in slices. */
export const MODELS = ["real", "simulated", "sliced"] as const;
export type Model = (typeof MODELS)[number];

/** Response times of the same requests in every model, in s and in order of arrival; NaN: not answered. */
export type PairedRequests = Readonly<Record<Model, Float64Array>>;

/** A real run's requests, and the same ones simulated. */
export interface PairedRun {
  /** Of its cluster, calibrated. */
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  readonly seed: number;
  /** Control steps. */
  readonly steps: number;
  /** Of the requests that were kept. */
  readonly file: string;
}

/** A request was sent within so many s of when it was due. */
const SENDING_DELAY = 0.25;

/**
 * The requests of a run that were due in its steps.
 * @throws RangeError where the kept requests aren't those of the seed.
 */
export function pairedRequests({ spec, workload, seed, steps, file }: PairedRun): PairedRequests {
  const replay = { spec, workload, seed, steps };
  const { times, responseTimes: simulated } = replayRequests(replay);
  const { CpuPeriod, CpuQuota } = cpuLimit(spec.containers[0].cpuShare);
  const slices = { period: CpuPeriod * 1e-6, quota: CpuQuota * 1e-6 };
  const sliced = replayRequests({ ...replay, serviceTime: slicedService(spec, slices, seed) }).responseTimes;
  const kept = readRequests(file);
  const late = times.findIndex(
    (time, k) => !(kept[k]?.sentAt > time - 1e-3 && kept[k].sentAt < time + SENDING_DELAY),
  );
  // The load ends with the last step: what was due just before may not have been sent.
  if (late >= 0 && times[late] < steps * spec.controlInterval - SENDING_DELAY)
    throw new RangeError(
      `request ${late} in ${file} was sent at ${kept[late]?.sentAt} s, it was due at ${times[late]} s`,
    );
  const count = late < 0 ? times.length : late;
  const isAnswered = (status: number) => status >= 200 && status < 400;
  const real = Float64Array.from(kept.slice(0, count), ({ status, responseTime }) =>
    isAnswered(status) ? responseTime : Number.NaN,
  );
  return { real, simulated: simulated.subarray(0, count), sliced: sliced.subarray(0, count) };
}
