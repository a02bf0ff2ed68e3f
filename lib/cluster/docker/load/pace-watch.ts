/** Compares what is sent in an episode with what was to be sent. Times are in s since the episode's start. */
export interface PaceWatch {
  /** Request number `k`, from 0, was sent. */
  noteSent(k: number, sentAt: number): void;
  /** The generator lives at `now`: all that it has sent by then has been noted. `inFlight` requests are unanswered. */
  noteAlive(now: number, inFlight: number): void;
  /** Requests that were due by then; undefined where users decide. */
  dueBy(now: number): number | undefined;
  /** What went wrong in the episode so far, for an error's line; undefined: nothing. */
  readonly problem: string | undefined;
}

/**
 * A request of an open loop may be sent so many s late. Hastened as it is, Locust is a few ms late, and 26 ms at most where
 * other programs want several times the cores that there are; two steps of the standard clock late, whole rows lack their requests.
 */
const MOST_LATE = 2;

/** Open loop: each request is sent when it is due. */
export class ScheduleWatch implements PaceWatch {
  #sent = 0;
  #problem: string | undefined;

  constructor(
    /** When each request is due, ascending. */
    readonly times: Float64Array,
  ) {}

  noteSent(k: number, sentAt: number): void {
    this.#sent = k + 1;
    this.#judge(k, sentAt, "was sent");
  }

  noteAlive(now: number): void {
    if (this.#sent < this.times.length) this.#judge(this.#sent, now, "isn't sent");
  }

  dueBy(now: number): number {
    let count = this.#sent;
    while (count < this.times.length && this.times[count] <= now) count++;
    return count;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  #judge(k: number, now: number, what: string): void {
    const late = now - this.times[k];
    if (late > MOST_LATE)
      this.#problem ??= `request ${k} was due at ${this.times[k].toFixed(1)} s and ${what} ${late.toFixed(1)} s later`;
  }
}

/** Users of a closed loop who think may send nothing for so many s: Locust changes their number about once a second. */
const CROWD_PATIENCE = 5;
/** ... and as long as they were to send this many requests: by chance none of so many is sent once in 10^13 times. */
const CROWD_REQUESTS = 30;

/**
 * Closed loop: each user who isn't waiting for an answer sends after an exponentially distributed time. How many requests that makes
 * depends on the answers, but while users think, some must be sent.
 */
export class CrowdWatch implements PaceWatch {
  #aliveAt = 0;
  /** Since the last request: seconds in which somebody thought, and requests that were to be sent in them. */
  #thoughtFor = 0;
  #expected = 0;
  #problem: string | undefined;

  constructor(
    readonly crowd: {
      /** Users in each control step, the step's length, and the mean think time. */
      readonly users: readonly number[];
      readonly interval: number;
      readonly thinkTime: number;
    },
  ) {}

  noteSent(): void {
    this.#thoughtFor = 0;
    this.#expected = 0;
  }

  noteAlive(now: number, inFlight: number): void {
    const { users, interval, thinkTime } = this.crowd;
    const step = Math.floor(Math.max(0, this.#aliveAt) / interval);
    const thinking = Math.max(0, (users[Math.min(step, users.length - 1)] ?? 0) - inFlight);
    const passed = Math.max(0, now - this.#aliveAt);
    this.#aliveAt = now;
    if (thinking > 0) this.#thoughtFor += passed;
    this.#expected += (thinking * passed) / thinkTime;
    if (this.#thoughtFor > CROWD_PATIENCE && this.#expected > CROWD_REQUESTS)
      this.#problem ??= `${thinking} of its users should have sent ${Math.round(this.#expected)} requests in ${this.#thoughtFor.toFixed(1)} s and sent none`;
  }

  dueBy(): undefined {
    return undefined;
  }

  get problem(): string | undefined {
    return this.#problem;
  }
}
