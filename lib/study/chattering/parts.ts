import type { ClusterName } from "./plan.js";

/** What makes the scale command: settings that differ from the write-up's. */
export const HEADS = Object.freeze({
  /** The write-up's: a Gaussian number between two thresholds. */
  "gaussian-box": {},
  /** One of the commands down, hold, up. */
  "categorical-scale": {
    encoding: { scale: "command" },
    policy: { head: { kind: "categorical-scale" } },
  },
  /** One of the fleet's N sizes, which commands then go to. */
  "target-fleet": { encoding: { scale: "target" }, policy: { head: { kind: "target-fleet" } } },
});
export type HeadName = keyof typeof HEADS;

/** What is priced against chattering: reward weights that differ from the write-up's. */
export const TERMS = Object.freeze({
  none: { friction: 0 },
  /** The write-up's: 1 for a command against the last one. */
  friction: {},
  /** The same at the price of the others. */
  "friction-3": { friction: 3 },
  /** 3 for each change of the fleet. */
  "fleet-change": { friction: 0, "fleet-change": 3 },
  /** 3 for a change of the fleet against its last one. */
  reversal: { friction: 0, reversal: 3 },
  /** 3 for a change of the fleet within ten steps of its last one. */
  dwell: { friction: 0, dwell: 3 },
});
export type TermName = keyof typeof TERMS;

export interface Change {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The only simulator where it makes a difference; left out: both. */
  readonly only?: ClusterName;
}

/** What else is changed, one thing at a time. */
export const CHANGES = Object.freeze({
  none: { settings: {} },
  "discount-0.95": { settings: { ppo: { discount: 0.95 } } },
  "discount-0.99": { settings: { ppo: { discount: 0.99 } } },
  "idle-free": { settings: { reward: { weights: { idle: 0 } } } },
  "instant-scaling": { settings: { spec: { coldStart: 0 } }, only: "sim" },
  "starting-seen": { settings: { encoding: { starting: true } }, only: "sim" },
  "command-seen": { settings: { encoding: { lastCommand: true } } },
  "raw-rewards": { settings: { ppo: { normalizeRewards: false } } },
}) satisfies Readonly<Record<string, Change>>;
export type ChangeName = keyof typeof CHANGES;
