import { InputError } from "../../../check/index.js";
import { monotonicSeconds } from "../clock.js";
import type { Engine } from "../engine/engine.js";
import type { OpenMeter, ResourceMeter, ResourceUse } from "../observe/resource-meter.js";
import { waitUntilServing } from "./readiness.js";
import type { WorkerService } from "./worker-service.js";

/** Seconds a worker may take to end after it was asked to. */
const STOP_PATIENCE = 2;

/** One worker's container: made once, started and stopped many times, billed from each start to the end of its stop. */
export class WorkerContainer {
  #startedAt = Number.NaN;
  #billed = 0;
  #isWanted = false;
  #starts = 0;
  #ends = 0;
  #meter: ResourceMeter | undefined;

  constructor(
    readonly engine: Engine,
    readonly index: number,
    readonly id: string,
    readonly address: string,
    readonly service: WorkerService,
    readonly openMeter: OpenMeter,
  ) {}

  /**
   * Notes that the engine tells of an end; returns whether it ended by itself: it was started and hasn't been asked to stop. Each
   * start ends once, so that news which comes after the next start isn't taken for that one's end.
   */
  noteEnd(): boolean {
    this.#ends++;
    return this.#isWanted && this.#ends === this.#starts;
  }

  /** Seconds billed so far: from each start to the end of its stop. */
  billedSeconds(): number {
    return this.#billed + (Number.isNaN(this.#startedAt) ? 0 : monotonicSeconds() - this.#startedAt);
  }

  async start(): Promise<void> {
    this.#startedAt = monotonicSeconds();
    this.#isWanted = true;
    this.#starts++;
    await this.engine.inTurn(() =>
      this.engine.ask(`start worker ${this.index}`, (docker) => docker.getContainer(this.id).start()),
    );
    this.#meter = await this.openMeter(this.engine, this.id);
  }

  /** What it has used since the last reading; nothing where it doesn't run. */
  resourceUse(): ResourceUse {
    return this.#meter?.read() ?? { cores: 0, memoryBytes: 0 };
  }

  /**
   * Waits until it serves.
   * @throws InputError where it doesn't within `patience` s; the signal's reason when it is aborted.
   */
  async waitUntilReady(patience: number, signal: AbortSignal): Promise<void> {
    const { address, service } = this;
    const limit = AbortSignal.timeout(1000 * patience);
    try {
      await waitUntilServing(address, service.port, service.readinessPath, AbortSignal.any([signal, limit]));
      // What its start burnt isn't work: the next reading counts from here.
      this.resourceUse();
    } catch (error) {
      if (signal.aborted || !limit.aborted) throw error;
      const said = await this.lastLine();
      throw new InputError(
        `worker ${this.index} (${service.image ?? "the library's own"}) didn't get ready in ${patience} s at port ${service.port}, path ${service.readinessPath}${said === "" ? "" : `; its last line: ${said}`}: check image, port and readiness path`,
      );
    }
  }

  /** Stops it and ends its bill. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#meter?.close();
    this.#meter = undefined;
    await this.engine.inTurn(() =>
      this.engine.askUnlessGone(`stop worker ${this.index}`, (docker) =>
        docker.getContainer(this.id).stop({ t: STOP_PATIENCE }),
      ),
    );
    if (!Number.isNaN(this.#startedAt)) this.#billed += monotonicSeconds() - this.#startedAt;
    this.#startedAt = Number.NaN;
  }

  /** The last line it printed; "" where it printed none. */
  async lastLine(): Promise<string> {
    const log = await this.engine.askUnlessGone(`read the log of worker ${this.index}`, (docker) =>
      docker.getContainer(this.id).logs({ stdout: true, stderr: true, tail: 1, follow: false }),
    );
    // Each piece is headed by eight bytes that tell the stream and the length.
    return log === undefined ? "" : log.subarray(8).toString("utf8").trim().slice(0, 200);
  }
}
