import type { Workload } from "../../../workload/contract.js";
import type { ClusterSpec } from "../../contract.js";
import type { SoftwareVersions } from "../conditions.js";
import { DockerCluster } from "../docker-cluster.js";
import type { WorkerService } from "../fleet/worker-service.js";
import type { RequestSchedule } from "../load/contract.js";
import { LocustLoad } from "../load/locust-load.js";
import { requestSchedule } from "../load/request-schedule.js";
import type { LoadSamples, Phase } from "./load-samples.js";

/** What the load episode needs. */
interface LoadEpisodeOptions {
  /** All containers are ready from the start. */
  readonly spec: ClusterSpec;
  readonly service: WorkerService;
  /** Seconds that a container may take to get ready. */
  readonly patience: number | undefined;
  readonly phases: readonly Phase[];
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onStep: () => void;
}

/**
 * Runs the phases one after the other on real containers under Locust, with weights in proportion to service rates.
 * @returns what was seen, the schedule it was sent by, and versions of what it ran on.
 */
export async function runLoadEpisode(options: LoadEpisodeOptions): Promise<{
  readonly samples: LoadSamples;
  readonly schedule: RequestSchedule;
  readonly versions: SoftwareVersions;
}> {
  const { spec, service, patience, phases, seed, signal, onStep } = options;
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  const schedule = requestSchedule({ spec, workload: phased(phases), seed, steps });
  const cluster = await DockerCluster.open({
    spec,
    steps,
    signal,
    worker: service,
    ...(patience !== undefined && { readyPatience: patience }),
    schedule: () => schedule,
    loadGenerator: () => LocustLoad.start(spec),
  });
  try {
    await cluster.reset(seed);
    const weights = spec.containers.map((container) => container.serviceRate);
    const samples = {
      phases,
      interval: spec.controlInterval,
      observedAt: [] as number[],
      cpu: [] as Float64Array[],
      memoryMiB: [] as Float64Array[],
      queueDepth: [] as Float64Array[],
      hostBusy: [] as number[],
    };
    for (let step = 0; step < steps; step++) {
      signal.throwIfAborted();
      const { observation, truncated } = await cluster.step({ weights, scale: 0 });
      samples.cpu.push(observation.cpu.slice());
      samples.memoryMiB.push(observation.memory.map((share, i) => share * observation.memoryMiB[i]));
      samples.queueDepth.push(observation.queueDepth.slice());
      onStep();
      if (truncated) break;
    }
    for (const { time, hostBusy } of cluster.conditions) {
      samples.observedAt.push(time);
      samples.hostBusy.push(hostBusy);
    }
    const versions = await cluster.versions();
    return { samples: { ...samples, requests: cluster.requests }, schedule, versions };
  } finally {
    await cluster.close();
  }
}

function phased(phases: readonly Phase[]): Workload {
  return {
    name: "calibration",
    family: "calibration",
    split: "train",
    parameters: {},
    trace: ({ capacity }) =>
      Float64Array.from(phases.flatMap(({ load, steps }) => new Array(steps).fill(load * capacity))),
  };
}
