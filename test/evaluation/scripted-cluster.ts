import type { Observation, StepResult, StepStatistics } from "../../lib/cluster/contract.js";
import { bucketIndex, type Cluster, clusterSpec, ResponseTimeBuckets } from "../../lib/cluster/index.js";
import type { Controller } from "../../lib/control/contract.js";

/** What a step of the script says; the rest is as in `QUIET`. Response times in s of its completions. */
export type ScriptedStep = Partial<Omit<StepStatistics, "histogram" | "completions" | "responseTimeSum">> & {
  readonly responseTimes?: readonly number[];
  readonly reward?: number;
  readonly terms?: Readonly<Record<string, number>>;
};

const QUIET = {
  step: 0,
  offeredRate: 0,
  requests: 0,
  errors: 0,
  violations: 0,
  containerSeconds: 0,
  starting: 0,
  ready: 1,
  draining: 0,
  cpuMean: 0,
  memoryMean: 0,
  latencyMean: 0,
  queueMean: 0,
  waiting: 0,
  errorRateSum: 0,
  scaleCommand: 0,
  scaleEffect: 0,
  commandReversed: false,
  effectReversed: false,
  routingError: 0,
  routingLoss: Number.NaN,
} as const;

/** A cluster that plays a script over and over. Like the real ones it reuses one result for every step. */
export function scriptedCluster(
  script: readonly ScriptedStep[],
  { size = 4, limit = Number.POSITIVE_INFINITY, interval = 2, asynchronous = false } = {},
): Cluster & { closed: number; seeds: number[] } {
  const histogram = new Uint32Array(ResponseTimeBuckets.count);
  const observation = { size, time: 0 } as { -readonly [K in keyof Observation]: Observation[K] };
  const statistics = { ...QUIET, histogram } as Record<string, unknown>;
  const terms: Record<string, number> = {};
  const result = { observation, statistics, terms } as unknown as Record<string, unknown>;
  let step = 0;
  return {
    kind: "scripted",
    spec: clusterSpec({ size }),
    closed: 0,
    seeds: [],
    reset(seed) {
      this.seeds.push(seed);
      step = 0;
      observation.time = 0;
      return observation;
    },
    step() {
      const { responseTimes = [], reward = 0, terms: said = {}, ...rest } = script[step % script.length];
      histogram.fill(0);
      for (const time of responseTimes) histogram[bucketIndex(time)]++;
      Object.assign(statistics, QUIET, rest, {
        step,
        completions: responseTimes.length,
        responseTimeSum: responseTimes.reduce((sum, time) => sum + time, 0),
      });
      Object.assign(terms, said);
      step++;
      observation.time += interval;
      Object.assign(result, { reward, truncated: step >= limit });
      return asynchronous
        ? Promise.resolve(result as unknown as StepResult)
        : (result as unknown as StepResult);
    },
    close() {
      this.closed++;
    },
  };
}

/** A controller that asks for nothing and remembers the seeds it was started with. */
export function idleController(seeds: number[] = []): Controller<null> {
  return {
    name: "idle",
    start(_, seed) {
      seeds.push(seed);
      return null;
    },
    decide: () => ({ action: { weights: [], scale: 0 }, memory: null }),
  };
}
