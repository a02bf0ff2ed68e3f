import { InputError } from "../../check/index.js";
import type { ClusterSpec } from "../contract.js";
import { requireDispatch } from "../require-dispatch.js";
import { MAX_WEIGHT } from "../weights.js";
import { type Death, watchDeaths } from "./engine/deaths.js";
import type { Engine } from "./engine/engine.js";
import { LABEL, type Labels, runLabels } from "./engine/labels.js";
import { makeRunFolder, removeRunFolder } from "./engine/run-folder.js";
import { newRunName } from "./engine/run-name.js";
import { listRuns, removeRun, sweepDeadRuns } from "./engine/runs.js";
import { createPrivateNetwork } from "./fleet/private-network.js";
import type { WorkerContainer } from "./fleet/worker-container.js";
import type { WorkerService } from "./fleet/worker-service.js";
import { createWorkers } from "./fleet/workers.js";
import { type OpenMeter, openMeter } from "./observe/resource-meter.js";
import { PROXY_DISPATCHES } from "./proxy/configuration.js";
import { createProxyContainer, startProxyContainer } from "./proxy/proxy-container.js";
import { ProxyControl } from "./proxy/proxy-control.js";

/** What a run of containers is made from. */
interface RunOptions {
  readonly spec: ClusterSpec;
  readonly service: WorkerService;
  /** Port on 127.0.0.1 where the proxy takes requests; 0: any free one. */
  readonly port: number;
  /** The containers outlive this program. */
  readonly detached?: boolean;
  /** How use of CPU and memory is read; default: from cgroup files where the engine is local, else the engine's statistics. */
  readonly openMeter?: OpenMeter;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** The containers of one run: proxy started, workers made but off, on a private network. Everything is labelled with its id. */
export class ContainerRun {
  readonly #failure = new AbortController();
  #stopWatching: () => void = () => {};
  #isClosed = false;

  private constructor(
    readonly id: string,
    readonly engine: Engine,
    readonly workers: readonly WorkerContainer[],
    readonly proxy: ProxyControl,
    /** Port on 127.0.0.1 where the proxy takes requests. */
    readonly port: number,
  ) {}

  /**
   * Removes what dead runs left behind and makes the containers of a new one.
   * @throws RangeError on a dispatch that the proxy doesn't have; InputError, with nothing left, where an image can't be had, the port is in use, or the engine refuses; so too the
   * signal's reason when it is aborted.
   */
  static async open(engine: Engine, options: RunOptions): Promise<ContainerRun> {
    requireDispatch("the real cluster", options.spec, PROXY_DISPATCHES);
    requireProxyWeights(options.spec);
    await sweepDeadRuns(engine);
    const id = newRunName();
    try {
      const run = await ContainerRun.#make(engine, id, options);
      options.signal?.throwIfAborted();
      await run.#watch();
      return run;
    } catch (error) {
      await removeById(engine, id).catch(() => {});
      throw error;
    }
  }

  static async #make(engine: Engine, id: string, options: RunOptions): Promise<ContainerRun> {
    const { detached = false } = options;
    const labels: Labels = runLabels(id, detached);
    const folder = makeRunFolder(id, { detached, engine: engine.address });
    options.signal?.throwIfAborted();
    const network = await createPrivateNetwork(engine, id, { ...labels, [LABEL.role]: "network" });
    const workers = await createWorkers(engine, { openMeter, ...options, run: id, labels, network });
    const proxy = await createProxyContainer(engine, {
      run: id,
      labels: { ...labels, [LABEL.role]: "proxy" },
      network: network.name,
      address: network.address(0),
      folder,
      workers,
      dispatch: options.spec.dispatch,
      queueLimit: options.spec.queueLimit,
      port: options.port,
      signal: options.signal,
    });
    const { port, socket } = await startProxyContainer(engine, proxy);
    return new ContainerRun(id, engine, workers, new ProxyControl(socket, workers.length), port);
  }

  /** Aborted with an InputError as its reason when proxy or a worker ends by itself, or the engine is lost. */
  get died(): AbortSignal {
    return this.#failure.signal;
  }

  /** Ends the run with this failure. */
  fail(error: unknown): void {
    if (!this.#isClosed) this.#failure.abort(error);
  }

  /** Lets go of the containers without removing them. */
  leave(): void {
    this.#isClosed = true;
    this.#stopWatching();
  }

  /** Removes everything. A second call does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.leave();
    await removeById(this.engine, this.id);
  }

  async #watch(): Promise<void> {
    this.#stopWatching = await watchDeaths(this.engine, this.id, {
      onDeath: (death) => this.#onDeath(death),
      onEngineLost: () =>
        this.fail(
          new InputError(
            `the Docker engine at ${this.engine.address} ended in mid-run: start it again and repeat the command; what is left over is removed then`,
          ),
        ),
    });
  }

  #onDeath({ role, index, exitCode }: Death): void {
    if (role === "proxy")
      this.fail(
        new InputError(
          `the proxy of run ${this.id} ended in mid-run (exit code ${exitCode}): the run is over; repeat the command`,
        ),
      );
    else if (this.workers[index]?.noteEnd()) this.#failByWorker(index, exitCode);
  }

  async #failByWorker(index: number, exitCode: number): Promise<void> {
    const said = await this.workers[index].lastLine().catch(() => "");
    const killed = exitCode === 137 ? ", killed: perhaps out of memory" : "";
    this.fail(
      new InputError(
        `worker ${index} of run ${this.id} ended by itself (exit code ${exitCode}${killed})${said === "" ? "" : `: ${said}`}: the run is over; repeat the command`,
      ),
    );
  }
}

async function removeById(engine: Engine, id: string): Promise<void> {
  const run = (await listRuns(engine)).find((known) => known.id === id);
  if (run !== undefined && run.ownership !== "foreign") await removeRun(engine, run);
  removeRunFolder(id);
}

/** HAProxy's weights are what they are. */
function requireProxyWeights({ largestWeight = MAX_WEIGHT }: ClusterSpec): void {
  if (largestWeight !== MAX_WEIGHT)
    throw new RangeError(`largestWeight must be ${MAX_WEIGHT} on the real cluster, got ${largestWeight}`);
}
