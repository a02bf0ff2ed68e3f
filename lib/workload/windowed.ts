import { RandomStream } from "../random/index.js";
import type { Workload } from "./contract.js";

/** Slots of the trace that an episode's window is cut from: the longest cycle of the traffic and more. */
const WINDOWED_SLOTS = 2000;

/**
 * The workload seen through a window: an episode gets a stretch of a longer trace, from a start drawn by its seed. Short
 * episodes would otherwise all see how a trace begins, and nothing else. A workload may say itself how (`inWindows`).
 * @example
 * const request = { capacity: 10, slots: 3, slotLength: 1, timeScale: 1, seed: 1 };
 * workload.windowed(workload.constant({ level: 0.5 })).trace(request); // -> [5, 5, 5]
 */
export function windowed(workload: Workload): Workload {
  if (workload.inWindows !== undefined) return { ...workload, ...workload.inWindows() };
  return {
    ...workload,
    trace(request) {
      const slots = request.slots + WINDOWED_SLOTS;
      const start = RandomStream.of(request.seed, "window").integer(WINDOWED_SLOTS);
      return workload.trace({ ...request, slots }).subarray(start, start + request.slots);
    },
  };
}
