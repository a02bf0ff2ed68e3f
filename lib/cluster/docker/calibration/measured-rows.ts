import { mean, quantile, standardDeviation } from "../../../statistics/index.js";
import type { SendingJitter } from "../load/sending-jitter.js";
import { bareEstimate, type Estimate, measuredEstimate } from "./estimate.js";
import { type LoadSamples, stepsOf } from "./load-samples.js";
import { LIGHT, OVERLOAD, REST } from "./phases.js";
import { cpuEstimates, type MemoryEstimates } from "./resources.js";
import type { Measured } from "./schema.js";
import type { ServiceEstimates } from "./service.js";

/** Cold starts, from start to ready. */
export function coldStartRows(times: readonly number[]): Measured[] {
  return [
    row("cold_start", "s", measuredEstimate(times, mean)),
    row("cold_start_deviation", "s", measuredEstimate(times, standardDeviation)),
    row("cold_start_p95", "s", measuredEstimate(times, upperQuantile)),
  ];
}

/** Median of what a request takes longer through the proxy than past it. */
export function proxyRow(overheads: readonly number[]): Measured {
  return row("proxy_overhead", "s", measuredEstimate(overheads, median));
}

/** Service of class `k`. */
export function serviceRows(estimates: ServiceEstimates, k: number): Measured[] {
  return [
    row("service_rate", "1/s", estimates.rate, k),
    row("service_rate_when_empty", "1/s", estimates.rateWhenEmpty, k),
    row("response_intercept", "s", estimates.intercept, k),
    row("service_squared_variation", "", estimates.serviceVariation, k),
    row("demand_squared_variation", "", estimates.demandVariation, k),
  ];
}

/** Service of class `k` by another worker than the library's: what a request demands isn't known. */
export function otherServiceRows(estimates: ServiceEstimates, k: number): Measured[] {
  return [
    row("service_rate", "1/s", estimates.rate, k),
    row("response_time_when_empty", "s", estimates.timeWhenEmpty, k),
    row("service_squared_variation", "", estimates.serviceVariation, k),
  ];
}

/** `rateAtFullCpu` of class `k`. */
export function fullCpuRow(rate: Estimate, k: number): Measured {
  return row("service_rate_at_full_cpu", "1/s", rate, k);
}

/** CPU readings against the work done. */
export function cpuRows(samples: LoadSamples): Measured[] {
  const light = cpuEstimates(samples, REST, [LIGHT]);
  const overload = cpuEstimates(samples, REST, [OVERLOAD]);
  return [
    row("cpu_idle", "share of limit", light.idle),
    row("cpu_bias_light", "share of limit", light.bias),
    row("cpu_noise_light", "share of limit", light.noise),
    row("cpu_bias_overload", "share of limit", overload.bias),
    row("cpu_noise_overload", "share of limit", overload.noise),
  ];
}

/** Memory of an idle and of a full worker. */
export function memoryRows(memory: MemoryEstimates): Measured[] {
  return [
    row("memory_idle", "MiB", memory.idle),
    row("memory_noise", "MiB", memory.noise),
    row("memory_per_request", "MiB", memory.perRequest),
    row("memory_release_time", "s", bareEstimate(memory.releaseTime)),
  ];
}

/** How late requests left, and how busy the machine was under overload. */
export function conditionRows(samples: LoadSamples, jitter: SendingJitter): Measured[] {
  const { from, to } = stepsOf(samples, OVERLOAD);
  const requests = samples.requests.length;
  return [
    row("sending_delay_p50", "s", bareEstimate(jitter.p50, requests)),
    row("sending_delay_p99", "s", bareEstimate(jitter.p99, requests)),
    row("host_busy_overload", "share of CPUs", measuredEstimate(samples.hostBusy.slice(from, to), mean)),
  ];
}

const median = (values: readonly number[]) => quantile(values, 0.5);
const upperQuantile = (values: readonly number[]) => quantile(values, 0.95);

function row(quantity: string, unit: string, estimate: Estimate, k: number | null = null): Measured {
  const orNull = (value: number) => (Number.isFinite(value) ? value : null);
  const { lower, upper, samples } = estimate;
  return {
    quantity,
    class: k,
    unit,
    value: orNull(estimate.estimate),
    lower: orNull(lower),
    upper: orNull(upper),
    samples,
  };
}
