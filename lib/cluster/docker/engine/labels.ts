import { isAlive, machineName, processIdentity } from "../../../files/index.js";
import { isRunName } from "./run-name.js";
import { isSeal, seal } from "./seal.js";

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
  /** Shows that this user made it: see `seal`. */
  seal: "fleetlab.seal",
});

export type Labels = Readonly<Record<string, string>>;

/** Labels of what this process makes in run `run`, unsealed; a detached run outlives it. */
export function runLabels(run: string, detached: boolean): Labels {
  return {
    [LABEL.run]: run,
    [LABEL.machine]: machineName(),
    [LABEL.owner]: detached ? DETACHED : processIdentity(),
  };
}

/** These labels as the thing of that name bears them. */
export function sealed(name: string, labels: Labels): Record<string, string> {
  return { ...labels, [LABEL.seal]: seal(name, sealedParts(labels)) };
}

/** Whether this user made the thing of that name with these labels. */
export function isOwn(name: string, labels: Labels): boolean {
  return isRunName(labels[LABEL.run]) && isSeal(labels[LABEL.seal], name, sealedParts(labels));
}

/**
 * Whose a run is: "alive" and "dead" tell of the process that made it; "foreign" is what another user or machine made, or nobody
 * knows who: it only bears the label of a run.
 */
export type Ownership = "alive" | "dead" | "detached" | "foreign";

/** Whose the thing of that name with these labels is. */
export function ownership(name: string, labels: Labels): Ownership {
  if (!isOwn(name, labels) || labels[LABEL.machine] !== machineName()) return "foreign";
  if (labels[LABEL.owner] === DETACHED) return "detached";
  return isAlive(labels[LABEL.owner] ?? "") ? "alive" : "dead";
}

function sealedParts(labels: Labels): readonly string[] {
  return [LABEL.run, LABEL.machine, LABEL.owner, LABEL.role, LABEL.index].map((label) => labels[label] ?? "");
}
