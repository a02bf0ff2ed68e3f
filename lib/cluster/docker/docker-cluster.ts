import { InputError } from "../../check/index.js";
import { actionBatch, requireAction, setAction } from "../batch/action-batch.js";
import { BatchOfOneResult } from "../batch/batch-of-one.js";
import type { Action, Cluster, ClusterSpec, Observation, StepResult } from "../contract.js";
import { costReward, DEFAULT_PRICE } from "../reward.js";
import { checkSpec } from "../spec.js";
import { monotonicSeconds, sleepFor, waitUntil } from "./clock.js";
import type { SoftwareVersions, StepConditions } from "./conditions.js";
import type { DockerOptions } from "./docker-options.js";
import { Engine } from "./engine/engine.js";
import { FleetControl } from "./fleet/fleet-control.js";
import { workerService } from "./fleet/worker-service.js";
import { endLoad, startLoad } from "./load/bounded.js";
import type { LoadGenerator, LoadReport, RequestRecord, RequestSchedule } from "./load/contract.js";
import { writeRequests } from "./load/request-file.js";
import { MeasuredBatch } from "./measured-batch.js";
import { IntervalObserver } from "./observe/interval-observer.js";
import { ContainerRun } from "./run.js";
import { StepClock } from "./step-clock.js";
import { untilAborted } from "./until-aborted.js";
import { softwareVersions } from "./versions.js";

/** Seconds a failure is given to be told by whoever watches, who knows the cause better. */
const GRACE = 0.5;

/**
 * The contract on real containers: HAProxy in front of N workers, scaled by starting and stopping them, under load from
 * this machine. Control steps run on an absolute clock; how well they keep it is in `conditions`.
 * When anything the run needs ends, `step` and `reset` throw an InputError, and everything has been removed; so too with the
 * signal's reason when it is aborted. What was measured until then is kept.
 *
 * A container's seconds are counted from the order to start to the end of its stop, which here takes time: on the simulated
 * cluster, where it takes none, they end with the last request.
 */
export class DockerCluster implements Cluster {
  readonly kind = "docker";
  readonly spec: ClusterSpec;
  readonly #options: DockerOptions;
  readonly #run: ContainerRun;
  readonly #fleet: FleetControl;
  readonly #load: LoadGenerator;
  readonly #batch: MeasuredBatch;
  readonly #result: BatchOfOneResult;
  readonly #observer: IntervalObserver;
  readonly #ended: AbortSignal;
  #clock: StepClock | undefined;
  #schedule: RequestSchedule | undefined;
  #conditions: StepConditions[] = [];
  #requests: RequestRecord[] = [];

  private constructor(options: DockerOptions, run: ContainerRun, load: LoadGenerator) {
    const { spec, steps, reward, readyPatience } = options;
    this.spec = spec;
    this.#options = options;
    this.#run = run;
    this.#load = load;
    this.#fleet = new FleetControl(run, readyPatience ?? 60);
    this.#batch = new MeasuredBatch({ spec, steps, reward: reward ?? costReward(DEFAULT_PRICE) });
    this.#result = new BatchOfOneResult(this.#batch);
    this.#observer = new IntervalObserver(spec, run, this.#fleet, load);
    this.#ended = AbortSignal.any([run.died, load.died, ...(options.signal ? [options.signal] : [])]);
  }

  /**
   * Makes the containers; none is started before the first reset.
   * @throws InputError, with nothing left behind, where no engine answers, an image can't be had or the port is in use; so too
   * the signal's reason when it is aborted.
   */
  static async open(options: DockerOptions): Promise<DockerCluster> {
    checkSpec(options.spec);
    const service = workerService(options.worker);
    const { signal = new AbortController().signal, port = 0 } = options;
    const engine = await untilAborted(signal, Engine.connect(options.engineSocket, options.enginePatience));
    const run = await ContainerRun.open(engine, { ...options, service, port, signal });
    try {
      const load = await startLoad(() => options.loadGenerator(), AbortSignal.any([signal, run.died]));
      return new DockerCluster(options, run, load);
    } catch (error) {
      await run.close();
      throw error;
    }
  }

  /** Id of the run: the value of the label that all its containers bear. */
  get run(): string {
    return this.#run.id;
  }
  /** Port on 127.0.0.1 where requests go in. */
  get port(): number {
    return this.#run.port;
  }
  /** Versions of what it runs on. */
  versions(): Promise<SoftwareVersions> {
    return softwareVersions(this.#run, this.#load);
  }
  /** Under what conditions each step of this episode was measured. */
  get conditions(): readonly StepConditions[] {
    return this.#conditions;
  }
  /** The requests of this episode that are finished, as the load generator recorded them. */
  get requests(): readonly RequestRecord[] {
    return this.#requests;
  }

  async reset(seed: number): Promise<Observation> {
    return this.#guarded(async () => {
      await this.#endLoad();
      await this.#fleet.settle(this.spec.initialFleet, this.#ended);
      this.#schedule = this.#options.schedule(seed);
      const { requestPath: path } = workerService(this.#options.worker);
      const target = { host: "127.0.0.1", port: this.port, path };
      await untilAborted(this.#ended, this.#load.prepare(target, this.#schedule));
      this.#clock = undefined;
      this.#conditions = [];
      this.#requests = [];
      this.#batch.reset(0, seed, this.#observer.begin());
      return this.#result.observation;
    });
  }

  async step(action: Action): Promise<StepResult> {
    requireAction(action, this.spec);
    if (this.#batch.truncated[0] === 1)
      throw new RangeError("the episode is over or was never begun: reset the cluster before a step");
    return this.#guarded(async () => {
      this.#clock ??= this.#beginEpisode();
      const clock = this.#clock;
      const missed = clock.nextInterval();
      const effect = this.#fleet.apply(action);
      const routing = await this.#observer.route(action.weights);
      const actionDelay = clock.sinceIntervalBegan();
      await waitUntil(clock.intervalEnd, this.#ended);
      await this.#load.keepUp(this.#ended);
      const { interval, report, conditions } = await this.#observer.observe(
        clock,
        this.#schedule as RequestSchedule,
        { effect, routing, actionDelay, missed },
      );
      this.#keep(report);
      clock.noteEffect(effect);
      const timeSinceScaleChange = clock.sinceScaleChange();
      const isLast = clock.isOver(this.#options.steps);
      const actions = actionBatch(1, this.spec);
      setAction(actions, 0, action, this.spec);
      this.#batch.step(actions, { ...interval, timeSinceScaleChange, isLast });
      this.#conditions.push({ ...conditions, step: this.#result.statistics.step });
      return this.#result;
    });
  }

  /** Ends the episode's load, waits for the answers that are due, and returns how many requests were sent in it. */
  async finishLoad(): Promise<number> {
    return this.#guarded(async () => {
      await this.#endLoad();
      return this.#keep(this.#load.take());
    });
  }

  /**
   * Keeps the requests of this episode that are finished in `file`, also after the run has ended: `readRequests` reads them
   * back. All of them are finished after `finishLoad`.
   */
  saveRequests(file: string): void {
    writeRequests(file, this.#requests);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#load.close(), this.#fleet.finish()]);
    await this.#run.close();
  }

  #keep({ finished, sent }: LoadReport): number {
    for (const request of finished) this.#requests.push(request);
    return sent;
  }

  #endLoad(): Promise<void> {
    return endLoad(this.#load, this.#options.endPatience ?? 60, this.#ended);
  }

  #beginEpisode(): StepClock {
    // However long ago the reset was, the first interval is counted from here.
    this.#observer.begin();
    const origin = monotonicSeconds();
    this.#load.begin(origin);
    return new StepClock(origin, this.spec.controlInterval);
  }

  /** Does `work`; when it fails, or something it needs ends, everything is removed and the cause is told. */
  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.#ended.throwIfAborted();
      return await work();
    } catch (error) {
      if (error instanceof InputError && !this.#ended.aborted)
        await sleepFor(GRACE, this.#ended).catch(() => {});
      this.#keep(this.#load.take());
      await this.close().catch(() => {});
      throw this.#ended.aborted ? this.#ended.reason : error;
    }
  }
}
