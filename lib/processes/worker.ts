/** A process of a `ProcessPool`: does what it is sent, one job at a time. */
import { createRequire } from "node:module";
import type { Job, JobContext } from "./pool.js";
import { type SentError, sentError } from "./sent-error.js";
import { receiveDefinitions, type SentDefinitions } from "./shared-definitions.js";

/** What the pool asks for. */
export type Order =
  | { readonly job: Job; readonly definitions: readonly SentDefinitions[] }
  | { readonly stop: true };

/** What comes back: messages of the job, and at the end its result or what went wrong. */
export type Answer =
  | { readonly message: unknown }
  | { readonly result: unknown }
  | { readonly error: SentError };

type Work = (argument: unknown, context: JobContext) => unknown;

const load = createRequire(__filename);
let stopping = new AbortController();

process.on("message", (order: Order) => {
  if ("stop" in order) stopping.abort();
  else void work(order.job, order.definitions);
});
process.on("disconnect", () => process.exit());
// A terminal's Ctrl-C reaches every process: the pool says when to stop.
process.on("SIGINT", () => {});

async function work({ module, name, argument }: Job, definitions: readonly SentDefinitions[]): Promise<void> {
  stopping = new AbortController();
  const context = { signal: stopping.signal, tell: (message: unknown) => answer({ message }) };
  try {
    receiveDefinitions(definitions);
    const { [name]: job } = load(module) as Readonly<Record<string, Work>>;
    answer({ result: await job(argument, context) });
  } catch (error) {
    answer({ error: sentError(error) });
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}
