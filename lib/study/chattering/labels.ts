import type { ChangeName, HeadName, TermName } from "./parts.js";
import type { ClusterName } from "./plan.js";

export const CLUSTER_LABELS: Readonly<Record<ClusterName, string>> = Object.freeze({
  writeup: "write-up",
  sim: "exact",
});

export const HEAD_LABELS: Readonly<Record<HeadName, string>> = Object.freeze({
  "gaussian-box": "Gaussian, thresholds",
  "categorical-scale": "categorical",
  "target-fleet": "target fleet",
});

export const TERM_LABELS: Readonly<Record<TermName, string>> = Object.freeze({
  none: "none",
  friction: "1 a reversed command",
  "friction-3": "3 a reversed command",
  "fleet-change": "3 a change",
  reversal: "3 a reversal",
  dwell: "3 a change too soon",
});

export const CHANGE_LABELS: Readonly<Record<ChangeName, string>> = Object.freeze({
  none: "nothing",
  "discount-0.95": "discount 0.95",
  "discount-0.99": "discount 0.99",
  "idle-free": "no idle penalty",
  "instant-scaling": "instant scaling",
  "starting-seen": "starting containers seen",
  "command-seen": "last command seen",
  "raw-rewards": "rewards not normalised",
});
