import type { StepStatistics } from "../contract.js";
import { ResponseTimeBuckets } from "../response-time-buckets.js";
import { STEP_FIELDS } from "../step-fields.js";

/** Nothing but one ready container of three. */
function quietStep(): StepStatistics {
  const zero = { count: 0, amount: 0, flag: false } as const;
  const values = Object.entries(STEP_FIELDS).map(([name, field]) => [
    name,
    field.type === "histogram"
      ? new Uint32Array(ResponseTimeBuckets.count)
      : "begins" in field
        ? field.begins
        : zero[field.type],
  ]);
  return { ...Object.fromEntries(values), containerSeconds: 1, ready: 1, oldestAge: 0 };
}

/**
 * Steps of three containers with nothing to do, with too much, and with one on its way out: what a term is tried on before it
 * trains anything. They can't be changed.
 */
export function sampleSteps(): readonly StepStatistics[] {
  const busy = { ...quietStep(), histogram: new Uint32Array(ResponseTimeBuckets.count).fill(16, 40, 41) };
  return [
    quietStep(),
    {
      ...busy,
      step: 7,
      offeredRate: 40,
      requests: 42,
      completions: 16,
      errors: 20,
      violations: 30,
      responseTimeSum: 50,
      containerSeconds: 3,
      starting: 1,
      ready: 2,
      cpuMean: 1,
      memoryMean: 0.9,
      latencyMean: 3.1,
      queueMean: 32,
      waiting: 62,
      oldestAge: 3.9,
      errorRateSum: 0.9,
      scaleCommand: 1,
      scaleEffect: 1,
      routingError: 0.1,
    },
    {
      ...busy,
      step: 9,
      offeredRate: 16,
      requests: 16,
      completions: 16,
      responseTimeSum: 4,
      containerSeconds: 3,
      ready: 2,
      draining: 1,
      cpuMean: 0.9,
      memoryMean: 0.5,
      latencyMean: 0.25,
      queueMean: 2,
      waiting: 2,
      oldestAge: 0.4,
      scaleCommand: -1,
      scaleEffect: -1,
      commandReversed: true,
      effectReversed: true,
      sinceChange: 2,
    },
  ].map((step) => Object.freeze(step));
}
