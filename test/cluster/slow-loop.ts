import type { ClusterSpec, Dispatch } from "../../lib/cluster/index.js";
import { RequestStreams } from "../../lib/cluster/request-streams.js";

interface Request {
  readonly arrival: number;
  readonly departure: number;
}

interface Server {
  readonly index: number;
  state: "off" | "starting" | "ready" | "draining";
  readyAt: number;
  weight: number;
  /** Of smooth weighted round robin. */
  credit: number;
  requests: Request[];
  /** Response times of the interval. */
  answered: number[];
}

/** What one interval of the slow loop shows of a server. */
export interface SlowServer {
  readonly state: Server["state"];
  readonly held: number;
  readonly answered: readonly number[];
}

/**
 * A cluster as a list of servers with lists of requests, straight from the definitions: every server is looked at for every
 * request, and nothing is remembered that could be looked up.
 */
export class SlowLoop {
  readonly #servers: Server[];
  /** Servers in the order in which they last changed their requests or their weight. */
  readonly #turn: number[];
  readonly #streams = new RequestStreams(1, 2);
  #step = 0;

  constructor(
    readonly spec: ClusterSpec,
    readonly rates: ArrayLike<number>,
    seed: number,
  ) {
    this.#servers = spec.containers.map((_, index) => ({
      index,
      state: index < spec.initialFleet ? "ready" : "off",
      readyAt: 0,
      weight: 0,
      credit: 0,
      requests: [],
      answered: [],
    }));
    this.#turn = this.#servers.map(({ index }) => index);
    this.#streams.reset(0, seed);
  }

  step(weights: ArrayLike<number>, scale: number): { refused: number; servers: readonly SlowServer[] } {
    const { controlInterval, coldStart } = this.spec;
    const begin = this.#step * controlInterval;
    const end = (this.#step + 1) * controlInterval;
    for (const server of this.#servers) server.answered = [];
    for (let k = 0; k < scale; k++) {
      const server = this.#servers.find(({ state }) => state === "off" || state === "draining");
      if (server === undefined) break;
      server.readyAt = begin + coldStart;
      server.state = server.state === "off" ? "starting" : "ready";
    }
    for (let k = 0; k < -scale; k++) {
      const ready = this.#servers.filter(({ state }) => state === "ready").length;
      const server = this.#servers.findLast(
        ({ state }) => state === "starting" || (state === "ready" && ready > 1),
      );
      if (server === undefined) break;
      server.state = server.state === "ready" && server.requests.length > 0 ? "draining" : "off";
    }
    let refused = 0;
    for (let from = begin; from < end; ) {
      for (const server of this.#servers)
        if (server.state === "starting" && server.readyAt <= from + 1e-9) server.state = "ready";
      const starts = this.#servers.filter(({ state }) => state === "starting").map(({ readyAt }) => readyAt);
      const to = Math.min(...starts.filter((time) => time < end - 1e-9), end);
      this.#setWeights(weights, from);
      for (let time = from; this.#streams.next(0, time, to, this.rates[this.#step]); ) {
        time = this.#streams.time[0];
        if (!this.#serve(time)) refused++;
      }
      from = to;
    }
    this.#depart(end);
    for (const server of this.#servers)
      if (server.state === "draining" && server.requests.length === 0) server.state = "off";
    this.#step++;
    const servers = this.#servers.map(({ state, requests, answered }) => ({
      state,
      held: requests.length,
      answered,
    }));
    return { refused, servers };
  }

  #setWeights(weights: ArrayLike<number>, now: number): void {
    this.#depart(now);
    const ready = this.#servers.filter(({ state }) => state === "ready");
    const largest = Math.max(...ready.map(({ index }) => weights[index]));
    for (const server of this.#servers) {
      const share = largest > 0 ? weights[server.index] / largest : 1;
      const weight = server.state === "ready" ? Math.round(256 * share) : 0;
      if (weight !== server.weight) this.#goToEnd(server.index);
      server.weight = weight;
    }
  }

  #serve(time: number): boolean {
    this.#depart(time);
    const server = this.#servers[this.#choice()];
    if (server.requests.length === this.spec.queueLimit) return false;
    const begin = Math.max(time, server.requests.at(-1)?.departure ?? 0);
    const service = this.#streams.demand[0] * (1 / this.spec.containers[server.index].serviceRate);
    server.requests.push({ arrival: time, departure: begin + service });
    this.#goToEnd(server.index);
    return true;
  }

  /** Answers all that is due by `time`, in order. */
  #depart(time: number): void {
    for (;;) {
      const busy = this.#servers.filter(({ requests }) => requests.length > 0);
      const [first] = busy.sort((a, b) => a.requests[0].departure - b.requests[0].departure);
      if (first === undefined || first.requests[0].departure > time) return;
      const { arrival, departure } = first.requests.shift() as Request;
      first.answered.push(departure - arrival);
      this.#goToEnd(first.index);
    }
  }

  #goToEnd(index: number): void {
    this.#turn.splice(this.#turn.indexOf(index), 1);
    this.#turn.push(index);
  }

  #choice(): number {
    const choices: Record<Dispatch, () => number> = {
      random: () => this.#drawn(this.#streams.uniform[0]),
      "smooth-weighted-round-robin": () => {
        const able = this.#able();
        for (const server of able) server.credit += server.weight;
        const most = Math.max(...able.map(({ credit }) => credit));
        const winner = able.find(({ credit }) => credit === most) as Server;
        winner.credit -= able.reduce((sum, { weight }) => sum + weight, 0);
        return winner.index;
      },
      "least-connections": () => {
        const key = ({ requests: { length }, weight }: Server) =>
          length === 0 ? 0 : Math.floor(((length + 1) * 256) / weight);
        const least = Math.min(...this.#able().map(key));
        return this.#turn.find(
          (i) => this.#servers[i].weight > 0 && key(this.#servers[i]) === least,
        ) as number;
      },
      "power-of-two": () => {
        const [first, second] = [this.#streams.uniform[0], this.#streams.secondUniform[0]].map(
          (uniform) => this.#servers[this.#drawn(uniform)],
        );
        const load = ({ requests, weight }: Server) => requests.length / weight;
        return load(first) < load(second) ? first.index : second.index;
      },
    };
    return choices[this.spec.dispatch]();
  }

  /** The server at `uniform` of the way through the weights. */
  #drawn(uniform: number): number {
    const able = this.#able();
    let left = uniform * able.reduce((sum, { weight }) => sum + weight, 0);
    for (const { index, weight } of able) {
      if (left < weight) return index;
      left -= weight;
    }
    throw new Error("a draw beyond all weights");
  }

  #able(): Server[] {
    return this.#servers.filter(({ weight }) => weight > 0);
  }
}
