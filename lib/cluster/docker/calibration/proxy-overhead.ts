import { Agent, get } from "node:http";
import { ContainerState } from "../../contract.js";
import { monotonicSeconds, sleepFor } from "../clock.js";
import type { ContainerRun } from "../run.js";
import { PATIENCE } from "./cold-starts.js";

/** Between two requests, in s: a worker's CPU limit has room for the next one then. */
const PAUSE = 0.05;

/**
 * How much longer a request takes through the proxy than straight to the worker, in s: differences of pairs of requests that
 * cost the worker nothing, on connections that are kept. Whichever comes first in a pair changes from one to the next.
 */
export async function measureProxyOverhead(
  run: ContainerRun,
  {
    pairs,
    patience = PATIENCE,
    signal,
    onPair,
  }: { pairs: number; patience?: number | undefined; signal: AbortSignal; onPair: () => void },
): Promise<number[]> {
  const [worker] = run.workers;
  await worker.start();
  await worker.waitUntilReady(patience, AbortSignal.any([signal, run.died]));
  const only = run.workers.map((_, i) => (i === 0 ? ContainerState.ready : ContainerState.off));
  await run.proxy.set(
    only.map((state) => (state === ContainerState.ready ? 256 : 0)),
    only.map((state) => (state === ContainerState.ready ? "ready" : "maint")),
  );
  const agent = new Agent({ keepAlive: true });
  const path = worker.service.readinessPath;
  const straight = () => duration(agent, worker.address, worker.service.port, path);
  const proxied = () => duration(agent, "127.0.0.1", run.port, path);
  try {
    const differences: number[] = [];
    // The first two open the connections.
    for (let k = -2; k < pairs; k++) {
      const proxyFirst = k % 2 === 0;
      const first = await (proxyFirst ? proxied() : straight());
      await sleepFor(PAUSE, signal);
      const second = await (proxyFirst ? straight() : proxied());
      await sleepFor(PAUSE, signal);
      if (k < 0) continue;
      differences.push(proxyFirst ? first - second : second - first);
      onPair();
    }
    return differences;
  } finally {
    agent.destroy();
    await worker.stop();
  }
}

/** Seconds from sending a request to the end of its answer. */
function duration(agent: Agent, host: string, port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = monotonicSeconds();
    get({ agent, host, port, path }, (response) => {
      response.resume();
      response.on("end", () => resolve(monotonicSeconds() - begun));
    }).on("error", reject);
  });
}
