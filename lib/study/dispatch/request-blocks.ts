import { RandomStream } from "../../random/index.js";
import { percentileInterval, quantile } from "../../statistics/index.js";
import { MODELS, type Model, type PairedRequests } from "./paired-requests.js";

/** Consecutive requests that are resampled together: at the highest load, more than five seconds. */
const BLOCK = 500;
const RESAMPLES = 1000;

/** Response times of a block's answered requests. */
type Block = Readonly<Record<Model, Float64Array>>;

/**
 * Mean and 95th percentile of the response time in every model, with its error against the real cluster. Intervals are 95 %
 * percentile bootstrap intervals over blocks of consecutive requests, drawn together for all models, so that errors are paired
 * and requests that wait behind each other stay together.
 */
export function compared(runs: readonly PairedRequests[], sla: number) {
  const blocks = runs.flatMap(blocksOf);
  const whole = statistics(blocks);
  const random = RandomStream.of(1, "blocks");
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistics(blocks.map(() => blocks[random.integer(blocks.length)])),
  );
  return MODELS.map((model) => {
    const interval = (name: "mean" | "p95", isError: boolean) => {
      const value = (one: Statistics) =>
        one[model][name] / (isError ? one.real[name] : 1) - (isError ? 1 : 0);
      return percentileInterval(value(whole), drawn.map(value));
    };
    const [mean, p95] = [interval("mean", false), interval("p95", false)];
    const [meanError, p95Error] = [interval("mean", true), interval("p95", true)];
    const unknown = { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN };
    const errors = model === "real" ? [unknown, unknown] : [meanError, p95Error];
    const times = runs.flatMap((run) => [...run[model]]);
    return {
      model,
      requests: times.length,
      mean: mean.estimate,
      mean_lower: mean.lower,
      mean_upper: mean.upper,
      p95: p95.estimate,
      p95_lower: p95.lower,
      p95_upper: p95.upper,
      mean_error: errors[0].estimate,
      mean_error_lower: errors[0].lower,
      mean_error_upper: errors[0].upper,
      p95_error: errors[1].estimate,
      p95_error_lower: errors[1].lower,
      p95_error_upper: errors[1].upper,
      violation_rate: times.filter((time) => !(time <= sla)).length / times.length,
    };
  });
}

type Statistics = Readonly<Record<Model, { readonly mean: number; readonly p95: number }>>;

function statistics(blocks: readonly Block[]): Statistics {
  const entries = MODELS.map((model) => {
    const count = blocks.reduce((sum, block) => sum + block[model].length, 0);
    const times = new Float64Array(count);
    let filled = 0;
    for (const block of blocks) {
      times.set(block[model], filled);
      filled += block[model].length;
    }
    const mean = times.reduce((sum, time) => sum + time, 0) / count;
    return [model, { mean, p95: quantile(times, 0.95) }];
  });
  return Object.fromEntries(entries);
}

/** A run's requests in blocks of `BLOCK`; the last takes what is left over. */
function blocksOf(run: PairedRequests): Block[] {
  const count = Math.max(1, Math.floor(run.real.length / BLOCK));
  return Array.from({ length: count }, (_, b) => {
    const to = b === count - 1 ? run.real.length : (b + 1) * BLOCK;
    const answered = (model: Model) =>
      run[model].subarray(b * BLOCK, to).filter((time) => !Number.isNaN(time));
    return Object.fromEntries(MODELS.map((model) => [model, answered(model)])) as unknown as Block;
  });
}
