import { requireInteger } from "../../check/index.js";
import { writeupScale } from "../../cluster/index.js";
import type { Choice, EncodingNeeds } from "../encoding.js";

/** How the last number of an action vector becomes a scale command. */
export interface ScaleReading {
  readonly choice?: Choice;
  /** @param running containers that serve now or soon: starting or ready. */
  command(entry: number, running: number): number;
}

/** Readings by their name in a configuration. */
export const SCALE_READINGS = ["thresholds", "command", "target"] as const;

/**
 * The reading of that name: thresholds, the write-up's (one up from 0.7 on, one down up to 0.3, else hold); command, the entry c is
 * the command c - k; target, it is a fleet of c + 1 containers, and the command is what is missing to it, cut to -k .. k.
 * @param largest fleet that can be chosen.
 */
export function scaleReading(
  name: (typeof SCALE_READINGS)[number],
  { size, largestScaleStep: k }: Pick<EncodingNeeds, "size" | "largestScaleStep">,
  largest: number,
): ScaleReading {
  switch (name) {
    case "thresholds":
      return { command: writeupScale };
    case "command": {
      const choice = { of: name, count: 2 * k + 1 } as const;
      return { choice, command: (entry) => chosen(entry, choice) - k };
    }
    case "target": {
      const choice = { of: name, count: largest } as const;
      return {
        choice,
        command: (entry, running) =>
          Math.max(-k, Math.min(k, Math.min(chosen(entry, choice) + 1, size) - running)),
      };
    }
  }
}

function chosen(entry: number, { count }: Choice): number {
  requireInteger("the last number of an action vector", entry, 0, count - 1);
  return entry;
}
