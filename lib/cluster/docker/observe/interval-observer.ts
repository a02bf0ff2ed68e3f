import { type ClusterSpec, ContainerState } from "../../contract.js";
import { capacityDistance } from "../../weights.js";
import { monotonicSeconds } from "../clock.js";
import { BUSY_LIMIT, type StepConditions } from "../conditions.js";
import type { FleetControl } from "../fleet/fleet-control.js";
import type { LoadGenerator, LoadReport, RequestSchedule } from "../load/contract.js";
import type { MeasuredInterval, MeasuredStart } from "../measured-batch.js";
import type { ContainerRun } from "../run.js";
import type { StepClock } from "../step-clock.js";
import { HostCpu } from "./host-cpu.js";
import { RequestLedger } from "./request-ledger.js";
import { sharesOf, totalVariation } from "./shares.js";

/** What telling the proxy came to. */
export interface Routing {
  /** Shares in force, over ready containers. */
  readonly shares: Float64Array;
  readonly routingError: number;
  readonly roundingError: number;
  /** Seconds that the proxy took. */
  readonly routingTime: number;
}

/** What was done in the interval that is observed. */
interface Acted {
  readonly effect: number;
  readonly routing: Routing;
  readonly actionDelay: number;
  readonly missed: number;
}

/** One observation: the interval, the requests behind it, and the conditions it was made under. */
interface Observed {
  readonly interval: Omit<MeasuredInterval, "timeSinceScaleChange" | "isLast">;
  readonly report: LoadReport;
  readonly conditions: Omit<StepConditions, "step">;
}

/** Looks at all containers at the end of an interval: resources, queues, requests, bills. */
export class IntervalObserver {
  readonly #ledger: RequestLedger;
  readonly #host = new HostCpu();
  readonly #serviceRate: Float64Array;
  readonly #cpu: Float64Array;
  readonly #memory: Float64Array;
  readonly #depth: Float64Array;
  #billed = 0;

  constructor(
    readonly spec: ClusterSpec,
    readonly run: ContainerRun,
    readonly fleet: FleetControl,
    readonly load: LoadGenerator,
  ) {
    const size = spec.containers.length;
    this.#ledger = new RequestLedger(size, spec.sla);
    this.#serviceRate = Float64Array.from(spec.containers, (container) => container.serviceRate);
    this.#cpu = new Float64Array(size);
    this.#memory = new Float64Array(size);
    this.#depth = new Float64Array(size);
  }

  /** Begins an episode: what was used, billed and sent before doesn't count. */
  begin(): MeasuredStart {
    this.#ledger.clear();
    this.#readResources();
    this.#host.use();
    this.fleet.takeColdStarts();
    this.#billed = this.#billedSeconds();
    return { state: this.fleet.state, memory: this.#memory };
  }

  /** Tells the proxy the weights. */
  async route(weights: ArrayLike<number>): Promise<Routing> {
    const begun = monotonicSeconds();
    const told = this.fleet.route(weights);
    // Rounded before the proxy is asked: containers that get ready meanwhile belong to what happens in the interval.
    const { state, rounded } = this.fleet;
    const shares = sharesOf(rounded, state);
    const routingError = capacityDistance(shares, state, this.#serviceRate, 0);
    const roundingError = totalVariation(shares, sharesOf(weights, state));
    await told;
    return { shares, routingError, roundingError, routingTime: monotonicSeconds() - begun };
  }

  /** Looks at everything now. */
  async observe(
    clock: StepClock,
    schedule: RequestSchedule,
    { effect, routing, actionDelay, missed }: Acted,
  ): Promise<Observed> {
    const before = clock.observedAt;
    const lateness = clock.observe();
    const begun = monotonicSeconds();
    const queues = this.fleet.readQueues(this.#depth);
    const report = this.load.take();
    this.#readResources();
    const billed = this.#billedSeconds();
    await queues;
    const observationTime = monotonicSeconds() - begun;
    const containerSeconds = billed - this.#billed;
    this.#billed = billed;
    const host = this.#host.use();
    const started = this.fleet.takeColdStarts();
    const { offeredRate } = schedule;
    const { counted, latency, errorRate } = this.#ledger.enter(report, clock.observedAt);
    return {
      report,
      interval: {
        time: clock.observedAt,
        duration: clock.observedAt - before,
        effect,
        containers: {
          state: this.fleet.state,
          cpu: this.#cpu,
          memory: this.#memory,
          latency,
          errorRate,
          queueDepth: this.#depth,
          lastWeights: routing.shares,
        },
        statistics: {
          ...counted,
          offeredRate: offeredRate[Math.min(clock.slot, offeredRate.length - 1)],
          containerSeconds,
          routingError: routing.routingError,
        },
      },
      conditions: {
        time: clock.observedAt,
        lateness,
        observationTime,
        actionDelay,
        routingTime: routing.routingTime,
        roundingError: routing.roundingError,
        missed,
        hostBusy: host.busy,
        hostOverloaded: host.busy > BUSY_LIMIT ? 1 : 0,
        hostStolen: host.stolen,
        coldStarts: started.length,
        coldStartTime: started.reduce((sum, seconds) => sum + seconds, 0),
      },
    };
  }

  #readResources(): void {
    for (const [i, worker] of this.run.workers.entries()) {
      const { cpuShare, memoryMiB } = this.spec.containers[i];
      const { cores, memoryBytes } = worker.resourceUse();
      // As in the simulator, a container that starts does no work yet.
      const isStarting = this.fleet.state[i] === ContainerState.starting;
      this.#cpu[i] = isStarting ? 0 : Math.min(1, Math.max(0, cores / cpuShare));
      this.#memory[i] = Math.min(1, memoryBytes / (memoryMiB * 2 ** 20));
    }
  }

  #billedSeconds(): number {
    return this.run.workers.reduce((sum, worker) => sum + worker.billedSeconds(), 0);
  }
}
