import type { MessagePort } from "node:worker_threads";
import type { SentDefinitions } from "../../processes/index.js";
import type { BatchPart } from "../environment.js";
import type { SharedBatch } from "./shared-batch.js";

/** Where a thread finds the function that makes its environment: it can be handed no function. */
export interface EnvironmentSource {
  /** Absolute path. */
  readonly module: string;
  /** Name of an exported function of `argument` and a part of the batch. */
  readonly maker: string;
  /** Plain data. */
  readonly argument: unknown;
}

/** What a thread does when it is told to. */
export const Order = Object.freeze({ reset: 0, step: 1, means: 2 });

/** Places in the memory by which a thread and its owner wait for each other. */
export const Place = Object.freeze({
  /** Orders given. */
  given: 0,
  /** Orders carried out. */
  done: 1,
  /** The last order, one of `Order`. */
  order: 2,
  /** Seed of a reset. */
  seed: 3,
  /** 1 when the last order failed: the port holds the reason. */
  failed: 4,
});
export const PLACES = Object.keys(Place).length;

/** What a thread starts with. */
export interface ThreadStart {
  readonly source: EnvironmentSource;
  /** What the user has defined. */
  readonly definitions: readonly SentDefinitions[];
  readonly part: BatchPart;
  readonly shared: SharedBatch;
  readonly control: Int32Array;
  readonly port: MessagePort;
}

/** How often a waiting thread looks before it lets go of its core; whom it waits for is there after some tenths of a millisecond. */
const LOOKS = 200_000;

/**
 * Waits until a place doesn't hold `value` any more. Being woken takes longer than a step of the environments, so it looks
 * for a while first. A thread may be held up between its change and its wake-up call, which then comes while the next change is
 * waited for: after waking it looks again.
 * @param limit milliseconds without being woken; left out: for ever.
 * @returns whether it came within the limit.
 */
export function waitForChange(control: Int32Array, place: number, value: number, limit?: number): boolean {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(control, place) !== value) return true;
  while (Atomics.load(control, place) === value)
    if (Atomics.wait(control, place, value, limit) === "timed-out") return false;
  return true;
}
