/** A method of the ladder, or one that stands beside it. */
export type RungId =
  | "writeup-threshold"
  | "writeup-pid"
  | "writeup-threshold+least-connections"
  | "writeup-pid+least-connections"
  | "rivals"
  | "weights"
  | "connections"
  | "rule"
  | "dev"
  | "bound"
  | "hindsight"
  | "static"
  | "agents";

/** A rung on which the best of several tuned rules stands. */
export interface RuleRung {
  readonly id: RungId;
  /** The split that chooses its rule and its settings. */
  readonly split: "train" | "dev";
  isMeant(method: string): boolean;
}

const RIVALS = ["threshold", "pid"];
const LEAST_CONNECTIONS = "+least-connections";
const rivalsBehind = (router: string) => {
  const names = new Set(RIVALS.map((rule) => rule + router));
  return (method: string) => names.has(method);
};
const isStatic = (method: string) => method === `static${LEAST_CONNECTIONS}`;
/** Whether a method is a rule at its best: behind least connections, and no fleet that never changes, which stands beside the ladder. */
export const isRule = (method: string) => method.endsWith(LEAST_CONNECTIONS) && !isStatic(method);

/** The rungs of rules, from the write-up's rivals up, and the fleet that never changes. */
export const RULE_RUNGS: readonly RuleRung[] = Object.freeze([
  { id: "rivals", split: "train", isMeant: rivalsBehind("") },
  { id: "weights", split: "train", isMeant: rivalsBehind("+least-queue") },
  { id: "connections", split: "train", isMeant: rivalsBehind(LEAST_CONNECTIONS) },
  { id: "rule", split: "train", isMeant: isRule },
  { id: "dev", split: "dev", isMeant: isRule },
  { id: "static", split: "train", isMeant: isStatic },
]);

/** How each is called. Rivals are the write-up's kinds of rule, threshold and PID: the better of the two on train. */
export const RUNG_LABELS: Readonly<Record<RungId, string>> = Object.freeze({
  "writeup-threshold": "threshold, write-up's settings",
  "writeup-pid": "PID, write-up's settings",
  "writeup-threshold+least-connections": "the same threshold, least connections",
  "writeup-pid+least-connections": "the same PID, least connections",
  rivals: "rivals, round robin",
  weights: "rivals, least-queue weights",
  connections: "rivals, least connections",
  rule: "best rule",
  dev: "best rule, picked on dev",
  bound: "best rule's fleet, one common queue",
  hindsight: "hindsight",
  static: "static fleet",
  agents: "write-up's agent",
});
