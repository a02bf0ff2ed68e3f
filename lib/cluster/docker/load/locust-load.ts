import { InputError, requirePositive } from "../../../check/index.js";
import type { ClusterSpec } from "../../contract.js";
import { monotonicSeconds, sleepFor } from "../clock.js";
import { untilAborted } from "../until-aborted.js";
import type {
  LoadGenerator,
  LoadReport,
  LoadTarget,
  RequestRecord,
  RequestSchedule,
  UnfinishedRequest,
} from "./contract.js";
import { type LoadMode, LocustProcess } from "./locust-process.js";
import { CrowdWatch, type PaceWatch, ScheduleWatch } from "./pace-watch.js";

/**
 * Signs of life come ten times a second. Where the last one is older than so many s, what was sent by now isn't known yet, and is
 * waited for: two may be missing.
 */
const FRESH = 0.3;
/**
 * Locust hangs when no sign of life comes for so many s of waiting. It is hastened, so that a busy machine delays it by hundredths
 * of a second; a process that is stopped, or starved for whole control steps, sends no load worth measuring.
 */
const HANG_PATIENCE = 5;
/** Seconds in which Locust must have taken in an episode's schedule; a hundred thousand requests take it less than one. */
const PREPARE_PATIENCE = 20;

/** How Locust sends. */
export interface LocustOptions {
  /** Default "rate". */
  readonly mode?: LoadMode;
  /**
   * Mean of a user's exponentially distributed think time Z in s, for mode "users"; default 1. The crowd of a step is
   * round(lambda (Z + 1/mu)): users who would offer the workload's rate lambda if they met no queue (X = N / (R + Z)).
   */
  readonly thinkTime?: number;
  /** Program to start, where not the workspace's own. */
  readonly program?: string;
}

/**
 * Locust, started by the library and driven by a schedule. In mode "users" the schedule's times are left aside: its rates
 * give the number of users, and its demands are used in the order of sending, over again where there are more requests.
 *
 * What Locust reports leaves it within 20 ms.
 */
export class LocustLoad implements LoadGenerator {
  readonly #locust: LocustProcess;
  readonly #interval: number;
  readonly #thinkTime: number;
  readonly #serviceTime: number;
  readonly #mode: LoadMode;
  #watch: PaceWatch | undefined;
  /** Time of the last sign of life, in s of the monotonic clock. */
  #heardAt = 0;
  readonly #sentAt = new Map<number, number>();
  #finished: RequestRecord[] = [];
  #sent = 0;
  #origin = 0;
  #answered = () => {};
  #isRunning = false;

  /**
   * Starts Locust.
   * @throws InputError where it isn't installed or doesn't start; RangeError on a think time that isn't positive.
   */
  static async start(spec: ClusterSpec, options: LocustOptions = {}): Promise<LocustLoad> {
    const { mode = "rate", thinkTime = 1, program } = options;
    requirePositive("thinkTime", thinkTime);
    // Lines come only after a command, so there is someone to take them.
    let take = (_line: string) => {};
    const locust = await LocustProcess.start(mode, (line) => take(line), program);
    const load = new LocustLoad(locust, mode, spec, thinkTime);
    take = (line) => load.#read(line);
    return load;
  }

  private constructor(locust: LocustProcess, mode: LoadMode, spec: ClusterSpec, thinkTime: number) {
    this.#locust = locust;
    this.#mode = mode;
    this.#interval = spec.controlInterval;
    this.#thinkTime = thinkTime;
    this.#serviceTime = 1 / spec.containers[0].serviceRate;
  }

  get died(): AbortSignal {
    return this.#locust.died;
  }

  get version(): string {
    return `Locust ${this.#locust.version}`;
  }

  /** Locust's process. */
  get pid(): number {
    return this.#locust.pid;
  }

  async prepare(target: LoadTarget, schedule: RequestSchedule): Promise<void> {
    requireLoopback(target.host);
    await this.end();
    this.#sentAt.clear();
    this.#finished = [];
    this.#sent = 0;
    const perUser = this.#thinkTime + this.#serviceTime;
    const users = Array.from(schedule.offeredRate, (rate) => Math.round(rate * perUser));
    this.#watch =
      this.#mode === "rate"
        ? new ScheduleWatch(schedule.times)
        : new CrowdWatch({ users, interval: this.#interval, thinkTime: this.#thinkTime });
    const answer = this.#ask({
      command: "prepare",
      path: "/",
      ...target,
      times: [...schedule.times],
      demands: [...schedule.demands],
      users,
      interval: this.#interval,
      thinkTime: this.#thinkTime,
    });
    await within(
      PREPARE_PATIENCE,
      answer,
      () =>
        new InputError(
          `Locust hangs: it didn't take in the episode's requests within ${PREPARE_PATIENCE} s: repeat the command`,
        ),
    );
    this.#isRunning = true;
  }

  begin(origin: number): void {
    this.#origin = origin;
    this.#heardAt = origin;
    this.#locust.write({ command: "begin", origin });
  }

  async keepUp(ended: AbortSignal): Promise<void> {
    const asked = monotonicSeconds();
    // Where this process itself was held up, what Locust sent meanwhile is read in the first pause.
    while (monotonicSeconds() - this.#heardAt > FRESH) {
      if (monotonicSeconds() - asked > HANG_PATIENCE) throw this.#failure("hangs", this.#silence());
      await sleepFor(0.02, ended);
    }
    const problem = this.#watch?.problem;
    if (problem !== undefined) throw this.#failure("lags", problem);
  }

  #silence(): string {
    const now = monotonicSeconds();
    const due = this.#watch?.dueBy(now - this.#origin);
    const sent = `${this.#sent} requests were sent${due === undefined ? "" : ` of ${due} that were due`}`;
    return `no sign of life for ${(now - this.#heardAt).toFixed(1)} s (${sent})`;
  }

  #failure(what: string, how: string): InputError {
    return new InputError(
      `Locust ${what}: ${how}: this isn't the load that was asked for; free the machine of other work and repeat the command`,
    );
  }

  take(): LoadReport {
    const finished = this.#finished;
    this.#finished = [];
    const unfinished = Array.from(this.#sentAt, ([id, sentAt]): UnfinishedRequest => ({ id, sentAt }));
    return { finished, unfinished, sent: this.#sent };
  }

  async end(): Promise<void> {
    if (!this.#isRunning || this.died.aborted) return;
    this.#isRunning = false;
    await this.#ask({ command: "end" });
  }

  async close(): Promise<void> {
    await this.#locust.close();
  }

  /** Sends a command and waits for its answer. */
  async #ask(command: object): Promise<void> {
    const answer = new Promise<void>((resolve) => {
      this.#answered = resolve;
    });
    this.#locust.write(command);
    await untilAborted(this.died, answer);
  }

  #read(line: string): void {
    const [kind, id, ...rest] = line.split(" ");
    if (kind === "S") {
      const sentAt = Number(rest[0]);
      this.#sentAt.set(Number(id), sentAt);
      this.#watch?.noteSent(this.#sent++, sentAt);
    } else if (kind === "B") {
      this.#heardAt = Number(id);
      this.#watch?.noteAlive(this.#heardAt - this.#origin, this.#sentAt.size);
    } else if (kind === "F") this.#finish(Number(id), rest.map(Number));
    else this.#answered();
  }

  #finish(id: number, [responseTime, server, status, demand]: number[]): void {
    const sentAt = this.#sentAt.get(id) as number;
    this.#sentAt.delete(id);
    this.#finished.push({ id, sentAt, responseTime, server, status, demand });
  }
}

/** Waits for `answer`. @throws what `late` makes where it isn't there within `seconds`. */
async function within(seconds: number, answer: Promise<void>, late: () => Error): Promise<void> {
  const limit = AbortSignal.timeout(1000 * seconds);
  try {
    await untilAborted(limit, answer);
  } catch (error) {
    throw limit.aborted ? late() : error;
  }
}

/** Load is for this machine alone. @throws InputError on another host. */
function requireLoopback(host: string): void {
  if (host !== "localhost" && !/^127(\.\d{1,3}){3}$/.test(host))
    throw new InputError(`load goes to this machine only, not to ${host}: give 127.0.0.1 as host`);
}
