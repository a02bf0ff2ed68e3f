import { get } from "node:http";
import { sleepFor } from "../clock.js";

/** Time between two tries, and for one, in s. */
const PAUSE = 0.05;
const PATIENCE = 1;

/** Waits until a GET of `path` answers below 400. @throws the signal's reason when it is aborted. */
export async function waitUntilServing(
  address: string,
  port: number,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  while (!(await isServing(address, port, path))) await sleepFor(PAUSE, signal);
  signal.throwIfAborted();
}

function isServing(host: string, port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false, timeout: 1000 * PATIENCE }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
