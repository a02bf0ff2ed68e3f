import { Agent, get } from "node:http";
import { monotonicSeconds, waitUntil } from "../../../lib/cluster/docker/clock.js";
import type {
  LoadGenerator,
  LoadReport,
  LoadTarget,
  RequestRecord,
  RequestSchedule,
} from "../../../lib/cluster/docker/index.js";

/** A small load generator in this process: sends each request when it is due, whatever became of those before. */
export class OpenLoopSender implements LoadGenerator {
  readonly #death = new AbortController();
  readonly #unfinished = new Map<number, number>();
  #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  #finished: RequestRecord[] = [];
  #sent = 0;
  #target: LoadTarget | undefined;
  #schedule: RequestSchedule | undefined;
  #stop = new AbortController();

  get died(): AbortSignal {
    return this.#death.signal;
  }

  async prepare(target: LoadTarget, schedule: RequestSchedule): Promise<void> {
    this.#target = target;
    this.#schedule = schedule;
    this.#stop = new AbortController();
    this.#sent = 0;
    this.#finished = [];
  }

  begin(origin: number): void {
    this.#sendAll(origin, this.#stop.signal).catch((error) => {
      if (!this.#stop.signal.aborted) this.#death.abort(error);
    });
  }

  /** It sends from this process: what it has sent is known. */
  async keepUp(): Promise<void> {}

  take(): LoadReport {
    const finished = this.#finished;
    this.#finished = [];
    const unfinished = [...this.#unfinished].map(([id, sentAt]) => ({ id, sentAt }));
    return { finished, unfinished, sent: this.#sent };
  }

  async end(): Promise<void> {
    this.#stop.abort();
    while (this.#unfinished.size > 0) await new Promise((done) => setTimeout(done, 10));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#agent.destroy();
  }

  async #sendAll(origin: number, signal: AbortSignal): Promise<void> {
    const { times, demands } = this.#schedule as RequestSchedule;
    for (let k = 0; k < times.length; k++) {
      await waitUntil(origin + times[k], signal);
      this.#send(k, demands[k], origin);
    }
  }

  #send(id: number, demand: number, origin: number): void {
    const { host, port } = this.#target as LoadTarget;
    const sentAt = monotonicSeconds() - origin;
    this.#sent++;
    this.#unfinished.set(id, sentAt);
    const finish = (status: number, server: number) => {
      if (!this.#unfinished.delete(id)) return;
      const responseTime = monotonicSeconds() - origin - sentAt;
      this.#finished.push({ id, sentAt, responseTime, server, status, demand });
    };
    const headers = { "x-demand": String(demand) };
    const request = get({ host, port, path: "/", agent: this.#agent, headers }, (response) => {
      response.resume();
      response.on("end", () => finish(response.statusCode ?? 0, Number(response.headers["x-server"] ?? -1)));
      response.on("error", () => finish(0, -1));
    });
    request.on("error", () => finish(0, -1));
  }
}

/** Requests evenly spaced at `rate` a second for `steps` steps of `interval` s, each of the given demand. */
export function evenSchedule(rate: number, steps: number, interval = 1, demand = 1): RequestSchedule {
  const count = Math.floor(rate * steps * interval);
  return {
    times: Float64Array.from({ length: count }, (_, k) => k / rate),
    demands: new Float64Array(count).fill(demand),
    offeredRate: new Float64Array(steps).fill(rate),
  };
}
