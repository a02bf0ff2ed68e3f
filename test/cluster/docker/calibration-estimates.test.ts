import assert from "node:assert/strict";
import { test } from "node:test";
import { type LoadSamples, servedBy } from "../../../lib/cluster/docker/calibration/load-samples.js";
import {
  cpuEstimates,
  memoryEstimates,
  rateAtFullCpu,
} from "../../../lib/cluster/docker/calibration/resources.js";
import { serviceEstimates } from "../../../lib/cluster/docker/calibration/service.js";
import type { RequestRecord } from "../../../lib/cluster/docker/load/index.js";
import { RandomStream } from "../../../lib/random/index.js";

const close = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

/** Requests of a FCFS container of rate mu that adds `overhead` s to each answer, at the given times. */
function requestsOf(times: readonly number[], rate: number, overhead: number): RequestRecord[] {
  const draws = RandomStream.of(11, "demands");
  let free = 0;
  return times.map((sentAt, id) => {
    const demand = draws.exponential();
    free = Math.max(free, sentAt) + demand / rate;
    return { id, sentAt, responseTime: free + overhead - sentAt, server: 0, status: 200, demand };
  });
}

test("of a queue whose rate is known, rate and overhead are found again", () => {
  const rate = 8;
  const overhead = 0.003;
  // Two hundred requests far apart, then two hundred at once: empty first, then busy.
  const times = Array.from({ length: 400 }, (_, k) => (k < 200 ? 5 * k : 2000));
  const requests = requestsOf(times, rate, overhead);
  const other = { ...requests[0], server: 1 };
  const refused = { ...requests[399], status: 503, id: 400 };
  const estimates = serviceEstimates([servedBy([...requests, other, refused], 0)], [2000, 3000]);
  close(estimates.rate.estimate, rate, 1e-6);
  assert.equal(estimates.rate.samples, 199);
  close(estimates.rateWhenEmpty.estimate, rate, 1e-6);
  close(estimates.intercept.estimate, overhead, 1e-6);
  close(estimates.serviceVariation.estimate, estimates.demandVariation.estimate, 1e-6);
  const { lower, upper } = estimates.demandVariation;
  assert.ok(lower < 1 && 1 < upper, "demands are exponential");
});

/** One container in steps of 1 s. */
function samplesOf(parts: Partial<LoadSamples> & Pick<LoadSamples, "cpu" | "phases">): LoadSamples {
  const steps = parts.cpu.length;
  const zeros = Array.from({ length: steps }, () => new Float64Array(1));
  return {
    interval: 1,
    observedAt: Array.from({ length: steps }, (_, k) => k + 1),
    memoryMiB: zeros,
    queueDepth: zeros,
    hostBusy: new Array(steps).fill(0),
    requests: [],
    ...parts,
  };
}

test("CPU readings are held against the share of each step in which a request was there", () => {
  const request = { server: 0, status: 200, demand: 1 };
  // From 2.5 to 4.25, with another one from 3 to 3.5 and one that waits until 4.5: 0.5, 1 and 0.5 of three steps.
  const requests = [
    { ...request, id: 0, sentAt: 2.5, responseTime: 1.75 },
    { ...request, id: 1, sentAt: 3, responseTime: 0.5 },
    { ...request, id: 2, sentAt: 4, responseTime: 0.5 },
  ];
  const cpu = [0.1, 0.2, 0.6, 1, 0.7, 0].map((value) => Float64Array.of(value));
  const phases = [
    { load: 0, steps: 2 },
    { load: 0.5, steps: 4 },
  ];
  const { idle, bias, noise } = cpuEstimates(samplesOf({ cpu, phases, requests }), 0, [1]);
  close(idle.estimate, 0.15);
  close(bias.estimate, (0.1 + 0 + 0.2 + 0) / 4);
  // Deviations 0.025, -0.075, 0.125, -0.075 from the bias.
  close(noise.estimate, Math.sqrt((0.025 ** 2 + 2 * 0.075 ** 2 + 0.125 ** 2) / 3));
});

test("the rate at full CPU is demand served by CPU used, whatever share the machine gave", () => {
  const request = { server: 0, status: 200, responseTime: 0.5 };
  const requests = [
    { ...request, id: 0, sentAt: 0.1, demand: 50 },
    { ...request, id: 1, sentAt: 1.1, demand: 3 },
    { ...request, id: 2, sentAt: 2.1, demand: 1 },
  ];
  const cpu = [1, 0.4, 0.1].map((value) => Float64Array.of(value));
  const phases = [{ load: 1.5, steps: 3 }];
  // Without the first step: 4 units of demand on 0.5 s of the limit.
  close(rateAtFullCpu(samplesOf({ cpu, phases, requests }), 0, [0]).estimate, 8);
});

test("memory: idle, a request's, and the time constant of its release", () => {
  const memory = [
    10,
    10,
    12,
    12,
    12,
    12,
    ...Array.from({ length: 20 }, (_, k) => 10 + 2 * Math.exp(-k / 4.9)),
  ];
  const depth = [0, 0, 4, 4, 4, 4, ...new Array(20).fill(0)];
  const columns = (values: readonly number[]) => values.map((value) => Float64Array.of(value));
  const phases = [
    { load: 0, steps: 2 },
    { load: 1.5, steps: 4 },
    { load: 0, steps: 20 },
  ];
  const samples = samplesOf({
    cpu: columns(depth),
    phases,
    memoryMiB: columns(memory),
    queueDepth: columns(depth),
  });
  const estimates = memoryEstimates(samples, { idle: 0, full: 1, after: 2 });
  close(estimates.idle.estimate, 10);
  close(estimates.perRequest.estimate, 0.5);
  close(estimates.releaseTime, 5);
});
