import { cpus } from "node:os";
import { InputError, requireInteger } from "../../../check/index.js";
import { mean } from "../../../statistics/index.js";
import type { ClusterSpec, ContainerSpec } from "../../contract.js";
import { Engine } from "../engine/engine.js";
import type { WorkerService } from "../fleet/worker-service.js";
import { sendingJitter } from "../load/sending-jitter.js";
import { ContainerRun } from "../run.js";
import { type CalibratedCluster, type CalibrationSubject, calibratedCluster } from "./calibrated-cluster.js";
import { measureColdStarts } from "./cold-starts.js";
import type { Estimate } from "./estimate.js";
import { fittedServiceTimes } from "./fitted-service-times.js";
import { runLoadEpisode } from "./load-episode.js";
import { type LoadSamples, servedBy, windowOf } from "./load-samples.js";
import {
  coldStartRows,
  conditionRows,
  cpuRows,
  fullCpuRow,
  memoryRows,
  otherServiceRows,
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
export interface CalibrationOptions extends CalibrationSubject {
  readonly id: string;
  /** Cold starts measured. */
  readonly coldStarts: number;
  /** Pairs of requests that measure the proxy. */
  readonly proxyPairs: number;
  /** Length in s of light load, of overload and of the rest after it; the rest before is a quarter of it. */
  readonly seconds: number;
  readonly seed: number;
  /** Seconds that a container may take to get ready; default 60. */
  readonly patience?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Measures real containers: cold starts, the proxy's overhead, service rates and distribution, memory, and how noisy
 * readings are; returns the spec that the simulator and the real cluster share. Of the library's own worker its service rates are
 * those at full CPU: what containers are limited to, not what a machine busy with other work left of it. Another service may wait
 * for more than its CPU, so that its rates are those of saturated containers, and its service times vary as theirs do.
 *
 * @throws InputError where there is no engine, something can't be had or ends on the way; the signal's reason when aborted.
 * Nothing is left behind either way.
 */
export async function calibrate(options: CalibrationOptions): Promise<Calibration> {
  const { id, size, coldStarts, proxyPairs, seconds, seed, signal, onProgress } = options;
  requireInteger("coldStarts", coldStarts, 2);
  requireInteger("proxyPairs", proxyPairs, 2);
  requireInteger("seconds", seconds, 5);
  const cluster = calibratedCluster(options);
  const { spec, classes, members, isOwnWorker } = cluster;
  const phases = loadPhases(seconds);
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  // A cold start counts for three steps: each takes about as long.
  const total = 3 * coldStarts + proxyPairs + steps;
  let done = 0;
  const advance = (by: number) => {
    done += by;
    onProgress(done, total);
  };

  const alone = await measureAlone(cluster, options, advance);
  const { samples, schedule, versions } = await runLoadEpisode({
    // A request costs another service what it costs, whatever demand it brings.
    spec: isOwnWorker ? spec : { ...spec, serviceTimes: { distribution: "deterministic" } },
    service: cluster.service,
    patience: options.patience,
    phases,
    seed,
    signal,
    onStep: () => advance(1),
  });
  // A busy machine may have missed control steps.
  onProgress(total, total);
  const services = members.map((own) => classEstimates(samples, spec, own));
  const atFullCpu = members.map((own) => rateAtFullCpu(samples, OVERLOAD, own));
  const rates = isOwnWorker ? atFullCpu : services.map(({ rate }) => rate);
  const memory = memoryEstimates(samples, { idle: REST, full: OVERLOAD, after: AFTER });
  const measured = [
    ...coldStartRows(alone.coldStarts),
    proxyRow(alone.overheads),
    ...services.flatMap(isOwnWorker ? serviceRows : otherServiceRows),
    ...atFullCpu.map(fullCpuRow),
    ...cpuRows(samples),
    ...memoryRows(memory),
    ...conditionRows(samples, sendingJitter(schedule, samples.requests)),
  ];
  return {
    id,
    ...(options.described === undefined && { meanDemand: classes[0].cpuShare / classes[0].serviceRate }),
    spec: {
      ...measuredPart(spec, options),
      containers: classes.map((container, k) => ({
        ...container,
        ...(options.described !== undefined && { count: container.count ?? 1 }),
        // Requests cost what they cost while they were measured.
        ...(options.described !== undefined && isOwnWorker && nominalDemand(container)),
        serviceRate: known(rates[k], k),
      })),
      coldStart: mean(alone.coldStarts),
      ...(!isOwnWorker && {
        serviceTimes: fittedServiceTimes(
          mean(services.map(({ serviceVariation }) => serviceVariation.estimate)),
        ),
      }),
      memory: {
        idleMiB: memory.idle.estimate,
        perRequestMiB: Math.max(0, memory.perRequest.estimate),
        // Longer than was looked at, where it wasn't seen: what the spec says else.
        releaseTime: memory.releaseTime > 0 ? memory.releaseTime : spec.memory.releaseTime,
      },
    },
    ...(options.described?.service !== undefined && {
      service: calibratedService(options.described.service),
    }),
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
    warnings: calibrationWarnings(measured, isOwnWorker),
  };
}

/** What is measured on containers that no load reaches. */
async function measureAlone(
  { spec, service }: CalibratedCluster,
  { coldStarts, proxyPairs, patience, signal }: CalibrationOptions,
  advance: (by: number) => void,
): Promise<{ readonly coldStarts: number[]; readonly overheads: number[] }> {
  const run = await ContainerRun.open(await Engine.connect(), {
    spec,
    service,
    port: 0,
    signal,
  });
  try {
    const times = await measureColdStarts(run, {
      starts: coldStarts,
      patience,
      signal,
      onStart: () => advance(3),
    });
    const overheads = await measureProxyOverhead(run, {
      pairs: proxyPairs,
      patience,
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

/** The spec without what an evaluation chooses: how many containers it starts with; the largest step where no file says it. */
function measuredPart(
  spec: ClusterSpec,
  { described }: CalibrationSubject,
): Omit<ClusterSpec, "initialFleet" | "largestScaleStep"> & { readonly largestScaleStep?: number } {
  const { initialFleet: _, largestScaleStep, ...rest } = spec;
  return described === undefined ? rest : { ...rest, largestScaleStep };
}

function nominalDemand({ cpuShare, serviceRate, meanDemand = cpuShare / serviceRate }: ContainerSpec) {
  return { meanDemand };
}

/** The service as a file holds it. */
function calibratedService({
  environment,
  writable,
  ...rest
}: Partial<WorkerService>): Calibration["service"] {
  return {
    ...rest,
    ...(environment !== undefined && { environment: { ...environment } }),
    ...(writable !== undefined && { writable: [...writable] }),
  };
}
