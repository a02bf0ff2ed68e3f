import { cpus } from "node:os";
import { InputError, requireInteger, requirePositive } from "../../../check/index.js";
import { mean } from "../../../statistics/index.js";
import type { ClusterSpec } from "../../contract.js";
import { clusterSpec, STANDARD_CONTAINER } from "../../spec.js";
import { Engine } from "../engine/engine.js";
import { OWN_WORKER } from "../fleet/worker-service.js";
import { sendingJitter } from "../load/sending-jitter.js";
import { ContainerRun } from "../run.js";
import { measureColdStarts } from "./cold-starts.js";
import type { Estimate } from "./estimate.js";
import { runLoadEpisode } from "./load-episode.js";
import { type LoadSamples, servedBy, windowOf } from "./load-samples.js";
import {
  coldStartRows,
  conditionRows,
  cpuRows,
  fullCpuRow,
  memoryRows,
  proxyRow,
  serviceRows,
} from "./measured-rows.js";
import { AFTER, loadPhases, OVERLOAD, REST } from "./phases.js";
import { measureProxyOverhead } from "./proxy-overhead.js";
import { memoryEstimates, rateAtFullCpu } from "./resources.js";
import type { Calibration } from "./schema.js";
import { type ServiceEstimates, serviceEstimates } from "./service.js";
import { calibrationWarnings } from "./warnings.js";

/** What is calibrated, and how thoroughly. */
export interface CalibrationOptions {
  readonly id: string;
  /** Classes of containers, as multiples of the standard container's CPU share and nominal service rate. */
  readonly capacities: readonly number[];
  /** Containers that are loaded at once, the classes in turn; at least one of each class. */
  readonly size: number;
  /** Cold starts measured. */
  readonly coldStarts: number;
  /** Pairs of requests that measure the proxy. */
  readonly proxyPairs: number;
  /** Length in s of light load, of overload and of the rest after it; the rest before is a quarter of it. */
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Measures real containers: cold starts, the proxy's overhead, service rates and distribution, memory, and how noisy
 * readings are; returns the spec that the simulator and the real cluster share. Its service rates are those at full CPU: what
 * containers are limited to, not what a machine busy with other work left of it.
 *
 * @throws InputError where there is no engine, something can't be had or ends on the way; the signal's reason when aborted.
 * Nothing is left behind either way.
 */
export async function calibrate(options: CalibrationOptions): Promise<Calibration> {
  const { id, capacities, size, coldStarts, proxyPairs, seconds, seed, signal, onProgress } = options;
  requireInteger("coldStarts", coldStarts, 2);
  requireInteger("proxyPairs", proxyPairs, 2);
  requireInteger("seconds", seconds, 5);
  requireInteger("size", size, capacities.length);
  for (const [i, capacity] of capacities.entries()) requirePositive(`capacities[${i}]`, capacity);
  const classes = capacities.map((capacity) => ({
    ...STANDARD_CONTAINER,
    cpuShare: STANDARD_CONTAINER.cpuShare * capacity,
    serviceRate: STANDARD_CONTAINER.serviceRate * capacity,
  }));
  const spec = clusterSpec({
    containers: Array.from({ length: size }, (_, i) => classes[i % classes.length]),
    initialFleet: size,
  });
  const phases = loadPhases(seconds);
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  // A cold start counts for three steps: each takes about as long.
  const total = 3 * coldStarts + proxyPairs + steps;
  let done = 0;
  const advance = (by: number) => {
    done += by;
    onProgress(done, total);
  };

  const alone = await measureAlone(spec, options, advance);
  const { samples, schedule, versions } = await runLoadEpisode({
    spec,
    phases,
    seed,
    signal,
    onStep: () => advance(1),
  });
  // A busy machine may have missed control steps.
  onProgress(total, total);
  const members = (k: number) => spec.containers.flatMap((_, i) => (i % classes.length === k ? [i] : []));
  const services = classes.map((_, k) => classEstimates(samples, spec, members(k)));
  const rates = classes.map((_, k) => rateAtFullCpu(samples, OVERLOAD, members(k)));
  const memory = memoryEstimates(samples, { idle: REST, full: OVERLOAD, after: AFTER });
  const measured = [
    ...coldStartRows(alone.coldStarts),
    proxyRow(alone.overheads),
    ...services.flatMap(serviceRows),
    ...rates.map(fullCpuRow),
    ...cpuRows(samples),
    ...memoryRows(memory),
    ...conditionRows(samples, sendingJitter(schedule, samples.requests)),
  ];
  return {
    id,
    meanDemand: classes[0].cpuShare / classes[0].serviceRate,
    spec: {
      ...measuredPart(spec),
      containers: classes.map((container, k) => ({ ...container, serviceRate: known(rates[k], k) })),
      coldStart: mean(alone.coldStarts),
      memory: {
        idleMiB: memory.idle.estimate,
        perRequestMiB: Math.max(0, memory.perRequest.estimate),
        // Longer than was looked at, where it wasn't seen: what the spec says else.
        releaseTime: memory.releaseTime > 0 ? memory.releaseTime : spec.memory.releaseTime,
      },
    },
    measured,
    coldStarts: alone.coldStarts,
    conditions: {
      cpu: cpus()[0]?.model.trim() ?? "",
      cores: cpus().length,
      ...versions,
      size,
      proxyPairs,
      seconds,
      seed,
    },
    warnings: calibrationWarnings(measured),
  };
}

/** What is measured on containers that no load reaches. */
async function measureAlone(
  spec: ClusterSpec,
  { coldStarts, proxyPairs, signal }: CalibrationOptions,
  advance: (by: number) => void,
): Promise<{ readonly coldStarts: number[]; readonly overheads: number[] }> {
  const run = await ContainerRun.open(await Engine.connect(), {
    spec,
    service: OWN_WORKER,
    port: 0,
    signal,
  });
  try {
    const times = await measureColdStarts(run, { starts: coldStarts, signal, onStart: () => advance(3) });
    const overheads = await measureProxyOverhead(run, {
      pairs: proxyPairs,
      signal,
      onPair: () => advance(1),
    });
    return { coldStarts: times, overheads };
  } catch (error) {
    throw run.died.aborted ? run.died.reason : error;
  } finally {
    await run.close();
  }
}

/** Estimates for the class with these containers. */
function classEstimates(
  samples: LoadSamples,
  spec: ClusterSpec,
  members: readonly number[],
): ServiceEstimates {
  const { begin, end } = windowOf(samples, OVERLOAD);
  // From when every queue is full: K requests at an excess of half the rate.
  const filled = begin + spec.queueLimit / (0.5 * spec.containers[members[0]].serviceRate);
  return serviceEstimates(
    members.map((i) => servedBy(samples.requests, i)),
    [Math.min(filled, end - spec.controlInterval), end],
  );
}

function known(rate: Estimate, k: number): number {
  if (rate.estimate > 0 && Number.isFinite(rate.estimate)) return rate.estimate;
  throw new InputError(`no container of class ${k} was busy for long: measure longer (--seconds)`);
}

/** The spec without what an evaluation chooses: how many containers it starts with, and how many may change in a step. */
function measuredPart(spec: ClusterSpec): Omit<ClusterSpec, "initialFleet" | "largestScaleStep"> {
  const { initialFleet: _, largestScaleStep: __, ...rest } = spec;
  return rest;
}
