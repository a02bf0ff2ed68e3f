import { InputError } from "../../../check/index.js";
import { BACKEND } from "./configuration.js";
import { RuntimeSocket } from "./runtime-socket.js";

/** Whether the proxy sends requests to a server: "ready" yes; "drain" no new ones; "maint" none, it is off. */
export type ServerState = "ready" | "drain" | "maint";

/** The proxy of one run, seen through its runtime socket: weights and states of servers, and the requests they hold. */
export class ProxyControl {
  readonly #socket: RuntimeSocket;
  readonly #states: ServerState[];
  readonly #weights: Float64Array;

  constructor(
    socketPath: string,
    readonly servers: number,
  ) {
    this.#socket = new RuntimeSocket(socketPath);
    this.#states = new Array(servers).fill("maint");
    this.#weights = new Float64Array(servers).fill(256);
  }

  /**
   * Sets weights (whole numbers, 0 .. 256) and states of servers in one call; only what is new is sent. A server with
   * weight 0 gets no requests.
   */
  async set(weights: ArrayLike<number>, states: readonly ServerState[]): Promise<void> {
    const commands: string[] = [];
    for (let i = 0; i < this.servers; i++) {
      const isReady = states[i] === "ready";
      if (isReady && weights[i] !== this.#weights[i]) {
        this.#weights[i] = weights[i];
        commands.push(`set server ${BACKEND}/${i} weight ${weights[i]}`);
      }
      if (states[i] !== this.#states[i]) {
        this.#states[i] = states[i];
        commands.push(`set server ${BACKEND}/${i} state ${states[i]}`);
      }
    }
    if (commands.length === 0) return;
    const answer = (await this.#ask(commands)).trim();
    if (answer !== "") throw new Error(`the proxy refused a change: ${answer}`);
  }

  /** Requests in each server now, waiting or in service, written into `depth`. */
  async readQueues(depth: Float64Array): Promise<void> {
    const table = await this.#ask([`show stat ${BACKEND} 4 -1`]);
    readSessions(table, depth);
  }

  /** The proxy's version. */
  async version(): Promise<string> {
    return /^Version: (\S+)/m.exec(await this.#ask(["show info"]))?.[1] ?? "";
  }

  async #ask(commands: readonly string[]): Promise<string> {
    try {
      return await this.#socket.send(commands);
    } catch (error) {
      throw new InputError(
        `the proxy doesn't answer on its runtime socket (${(error as Error).message}): the run is over; repeat the command`,
      );
    }
  }
}

/**
 * Sessions (current and queued) of each server in a "show stat" table, by the server's index.
 * @throws Error where the table isn't one.
 */
export function readSessions(table: string, depth: Float64Array): void {
  const [head = "", ...lines] = table.trim().split("\n");
  const columns = head.replace(/^# /, "").split(",");
  const [name, current, queued] = ["svname", "scur", "qcur"].map((column) => columns.indexOf(column));
  if (lines.length < depth.length || name < 0 || current < 0 || queued < 0)
    throw new Error(`the proxy tells of ${lines.length} servers, not of ${depth.length}`);
  for (const line of lines) {
    const cells = line.split(",");
    depth[Number(cells[name])] = Number(cells[current]) + Number(cells[queued]);
  }
}
