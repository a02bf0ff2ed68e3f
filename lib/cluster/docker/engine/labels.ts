import { isAlive, machineName, processIdentity } from "../../../files/index.js";

/** Owner of what outlives the program that made it, until someone takes it down. */
const DETACHED = "detached";

/** Labels on everything that a run makes. */
export const LABEL = Object.freeze({
  /** The run's id. */
  run: "fleetlab.run",
  /** Name of the machine that made it. */
  machine: "fleetlab.machine",
  /** The process that made it, or "detached". */
  owner: "fleetlab.owner",
  /** "worker", "proxy" or "network". */
  role: "fleetlab.role",
  /** A worker's index in the cluster. */
  index: "fleetlab.index",
});

export type Labels = Readonly<Record<string, string>>;

/** Labels of what this process makes in run `run`; a detached run outlives it. */
export function runLabels(run: string, detached: boolean): Labels {
  return {
    [LABEL.run]: run,
    [LABEL.machine]: machineName(),
    [LABEL.owner]: detached ? DETACHED : processIdentity(),
  };
}

/** Whose a run is: "alive" and "dead" tell of the process that made it; "foreign" is another machine's. */
export type Ownership = "alive" | "dead" | "detached" | "foreign";

/** Whose the thing with these labels is. */
export function ownership(labels: Labels): Ownership {
  if (labels[LABEL.machine] !== machineName()) return "foreign";
  if (labels[LABEL.owner] === DETACHED) return "detached";
  return isAlive(labels[LABEL.owner] ?? "") ? "alive" : "dead";
}
