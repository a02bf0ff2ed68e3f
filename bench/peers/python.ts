import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A Python of its own for a few peers, with what `requirements-<name>.txt` pins. */
interface PythonEnvironment {
  /** The Python it is made from. */
  readonly base: string;
  /** A module that the system must have, because it isn't to be had from the package index, and how to get it. */
  readonly system?: { readonly module: string; readonly remedy: string };
}

const ENVIRONMENTS = {
  queueing: { base: "python3" },
  jax: { base: "python3" },
  // The index has PyTorch for CPUs only as a part of one for GPUs, of gigabytes.
  sb3: {
    base: "/usr/bin/python3",
    system: { module: "torch", remedy: "apt-get install python3-torch python3-venv libopenblas0-pthread" },
  },
} as const satisfies Record<string, PythonEnvironment>;

export type PeerEnvironment = keyof typeof ENVIRONMENTS;

const MINUTE = 60_000;
const prepared = new Map<PeerEnvironment, string | undefined>();

/** The environment's folder; a changed requirements file gets a new one. */
function environmentFolder(name: PeerEnvironment): string {
  const version = createHash("sha256")
    .update(readFileSync(requirementsOf(name)))
    .digest("hex")
    .slice(0, 12);
  return join(__dirname, "../../.cache", `bench-${name}-${version}`);
}

const requirementsOf = (name: PeerEnvironment) => join(__dirname, `requirements-${name}.txt`);
const readyMark = (name: PeerEnvironment) => join(environmentFolder(name), "ready");

/** The Python of an environment, made already or not. */
export function peerPython(name: PeerEnvironment): string {
  return join(environmentFolder(name), "bin/python");
}

/** Path of a peer's script. */
export function peerScript(script: string): string {
  return join(__dirname, script);
}

/** Whether the environment is there. */
export function isPeerReady(name: PeerEnvironment): boolean {
  return existsSync(readyMark(name));
}

/** Makes the environment where it isn't there yet; returns why it can't be had, if so. */
export function preparePeer(name: PeerEnvironment): string | undefined {
  if (!prepared.has(name)) prepared.set(name, makeEnvironment(name));
  return prepared.get(name);
}

function makeEnvironment(name: PeerEnvironment): string | undefined {
  if (isPeerReady(name)) return undefined;
  const { base, system }: PythonEnvironment = ENVIRONMENTS[name];
  if (system !== undefined && tryRun(base, ["-c", `import ${system.module}`]).failure !== undefined)
    return `${base} has no ${system.module}: ${system.remedy}`;
  const folder = environmentFolder(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const venv = ["-m", "venv", ...(system === undefined ? [] : ["--system-site-packages"]), folder];
  const install = ["-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "-r", requirementsOf(name)];
  const steps: [string, string[]][] = [
    [base, venv],
    [peerPython(name), install],
  ];
  for (const [command, args] of steps) {
    const { failure } = tryRun(command, args);
    if (failure !== undefined) {
      rmSync(folder, { recursive: true, force: true });
      return failure;
    }
  }
  writeFileSync(readyMark(name), "");
  return undefined;
}

/** Runs a peer's script with one JSON argument, and returns what it printed or why it failed. */
export function runPeer(
  name: PeerEnvironment,
  script: string,
  argument: object,
): { readonly output: string; readonly failure?: string } {
  return tryRun(peerPython(name), [peerScript(script), JSON.stringify(argument)]);
}

function tryRun(command: string, args: string[]): { output: string; failure?: string } {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    timeout: 5 * MINUTE,
  });
  if (status === 0) return { output: stdout };
  const lastLine = `${stderr ?? ""}`.trim().split("\n").at(-1);
  return {
    output: "",
    failure: `${basename(command)}: ${error?.message ?? (lastLine || `exit code ${status}`)}`,
  };
}
