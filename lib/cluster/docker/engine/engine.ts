import { Agent } from "node:http";
import type Docker from "dockerode";
import { InputError } from "../../../check/index.js";

/** Where engines listen on Linux unless told otherwise. */
const DEFAULT_SOCKET = "/var/run/docker.sock";

/** Seconds that an engine may take to say that it's there, and for anything else it is asked. */
const FIRST_PATIENCE = 10;
const PATIENCE = 60;

/** A Docker engine. Its failures come out as one line: what couldn't be done, why, and what to do. */
export class Engine {
  readonly #docker: Docker;
  readonly #connections: Agent;
  /** Why nothing more is asked: it once gave no answer, and wouldn't the next time. */
  #hangs: InputError | undefined;
  /** The last of what is done one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    docker: Docker,
    /** Where it listens. */
    readonly address: string,
    /** Seconds it may take for an answer. */
    readonly patience: number,
    connections: Agent,
  ) {
    this.#docker = docker;
    this.#connections = connections;
  }

  /**
   * The engine at `socketPath`, else the one that DOCKER_HOST names, else the system's.
   * @param patience seconds it may take for an answer.
   * @throws InputError where none answers, or this user may not use it.
   */
  static async connect(socketPath?: string, patience = PATIENCE): Promise<Engine> {
    const { default: Dockerode } = await import("dockerode");
    const host = process.env.DOCKER_HOST;
    const named = socketPath !== undefined || !host;
    const docker = named ? new Dockerode({ socketPath: socketPath ?? DEFAULT_SOCKET }) : new Dockerode();
    const connections = new Agent({ keepAlive: true });
    // A secure engine's connections need what its client knows of certificates.
    const modem = docker.modem as object as { readonly protocol?: string; agent?: Agent };
    if (modem.protocol === "http") modem.agent = connections;
    const engine = new Engine(docker, named ? (socketPath ?? DEFAULT_SOCKET) : host, patience, connections);
    await engine.ask("say that it is there", (docker) =>
      docker.listContainers({ limit: 1, abortSignal: AbortSignal.timeout(1000 * FIRST_PATIENCE) }),
    );
    return engine;
  }

  /**
   * Asks the engine something. `what` completes "the engine couldn't ...".
   * @param patience seconds it may take, where not the usual.
   * @throws InputError as one line.
   */
  async ask<T>(
    what: string,
    call: (docker: Docker) => Promise<T>,
    patience: number = this.patience,
  ): Promise<T> {
    try {
      return await this.#answer(what, call, patience);
    } catch (error) {
      throw this.problem(what, error);
    }
  }

  /** As `ask`; undefined where the thing asked about isn't there (or is already as wanted). */
  async askUnlessGone<T>(what: string, call: (docker: Docker) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#answer(what, call, this.patience);
    } catch (error) {
      if ([304, 404, 409].includes((error as EngineError).statusCode ?? 0)) return undefined;
      throw this.problem(what, error);
    }
  }

  /**
   * Does `work` when all earlier work of this kind is done: what makes containers join or leave a network. Docker 20.10 can
   * lock up for good where two of them leave one at the same moment.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #answer<T>(what: string, call: (docker: Docker) => Promise<T>, patience: number): Promise<T> {
    if (this.#hangs !== undefined) throw this.#hangs;
    if (patience === Number.POSITIVE_INFINITY) return call(this.#docker);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#hangs = new InputError(
          `the Docker engine at ${this.address} hangs: it was to ${what} and gave no answer within ${patience} s: see its log, start it again, and repeat the command: what is left over is removed then`,
        );
        reject(this.#hangs);
        // Questions without an answer would keep the program from ending. The event stream's end is not to be told as the cause.
        setImmediate(() => this.#connections.destroy());
      }, 1000 * patience);
    });
    try {
      return await Promise.race([call(this.#docker), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The one line for a failure while the engine was to do `what`. */
  problem(what: string, error: unknown): InputError {
    if (error instanceof InputError) return error;
    const { code = "", statusCode, reason, json, message } = error as EngineError;
    const where = this.address;
    if (code === "ENOENT" || code === "ECONNREFUSED")
      return new InputError(
        `no Docker engine answers at ${where}: start one (without an init system: node scripts/start-docker.mjs as root), or name another in DOCKER_HOST`,
      );
    if (code === "EACCES" || code === "EPERM")
      return new InputError(
        `this user may not use the Docker engine at ${where}: join its group (usermod -aG docker NAME, then log in again), or run as root`,
      );
    if (statusCode === undefined)
      return new InputError(
        `the Docker engine at ${where} stopped answering when it was to ${what} (${code || oneLine(message)}): see its log, start it again, and repeat the command: what is left over is removed then`,
      );
    return new InputError(
      `the Docker engine couldn't ${what}: ${oneLine(json?.message ?? reason ?? message)}`,
    );
  }
}

type EngineError = NodeJS.ErrnoException & {
  readonly statusCode?: number;
  readonly reason?: string;
  readonly json?: { readonly message?: string };
};

function oneLine(text: string | undefined): string {
  return (text ?? "no reason given").trim().replace(/\s*\n\s*/g, " ");
}
