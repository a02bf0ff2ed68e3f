/** Seconds of CPU that a slice of work takes: between slices the process accepts, refuses and reports. */
const SLICE = 0.25e-3;

/**
 * CPU seconds used since the last request that count towards the next one's demand at most: what an idle process did
 * otherwise isn't for it.
 */
const OVERHEAD = 2e-3;

/** A request that waits or is in service. */
interface Job {
  /** CPU seconds. */
  readonly demand: number;
  readonly done: () => void;
}

/**
 * One server with a queue of at most `capacity` requests, the one in service included, served first come first served by
 * burning CPU. Whatever else the process does for requests (parsing, answering) counts towards demands, too, so that a request
 * costs its demand in all, and a busy worker's rate is its CPU limit / mean demand.
 */
export class CpuService {
  readonly #jobs: Job[] = [];
  #served = 0;
  #refused = 0;
  #target = 0;
  /** CPU seconds used when the last request was served. */
  #servedAt = 0;

  constructor(readonly capacity: number) {}

  /** Requests held, the one in service included. */
  get depth(): number {
    return this.#jobs.length;
  }
  get served(): number {
    return this.#served;
  }
  get refused(): number {
    return this.#refused;
  }

  /** Takes a request of `demand` CPU seconds and calls `done` when it is served; false: the queue is full. */
  offer(demand: number, done: () => void): boolean {
    if (this.#jobs.length >= this.capacity) {
      this.#refused++;
      return false;
    }
    this.#jobs.push({ demand, done });
    if (this.#jobs.length === 1) this.#begin();
    return true;
  }

  #begin(): void {
    this.#target = Math.max(this.#servedAt, cpuSeconds() - OVERHEAD) + this.#jobs[0].demand;
    setImmediate(() => this.#work());
  }

  #work(): void {
    const slice = Math.min(this.#target, cpuSeconds() + SLICE);
    while (cpuSeconds() < slice);
    if (slice < this.#target) {
      setImmediate(() => this.#work());
      return;
    }
    const { done } = this.#jobs.shift() as Job;
    this.#served++;
    this.#servedAt = cpuSeconds();
    if (this.#jobs.length > 0) this.#begin();
    done();
  }
}

/** CPU seconds that this process has used. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e-6;
}
