import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What a peer's script prints as JSON. */
export interface PeerResult {
  /** Arrivals + departures. */
  readonly events: number;
  /** Time of the simulation alone, imports and set-up not counted. */
  readonly seconds: number;
  readonly meanResponseTime: number;
}

const MINUTE = 60_000;
const REQUIREMENTS = join(__dirname, "requirements.txt");
let prepared: { readonly reason: string | undefined } | undefined;

/** The folder of the peers' own Python; a changed requirements file gets a new one. */
function environmentFolder(): string {
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  return join(__dirname, "../../.cache", `bench-peers-${version}`);
}

const pythonOf = (folder: string) => join(folder, "bin/python");

/** Makes the peers' Python environment where it isn't there yet and tries the script; returns why it can't be had, if so. */
export function preparePeer(script: string, argument: object): string | undefined {
  prepared ??= { reason: makeEnvironment(environmentFolder()) };
  return prepared.reason ?? runScript(script, argument).failure;
}

function makeEnvironment(folder: string): string | undefined {
  const ready = join(folder, "ready");
  if (existsSync(ready)) return undefined;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", folder]],
    [pythonOf(folder), ["-m", "pip", "install", "--quiet", "--no-input", "-r", REQUIREMENTS]],
  ];
  for (const [command, args] of steps) {
    const failure = tryRun(command, args, 5 * MINUTE).failure;
    if (failure !== undefined) {
      rmSync(folder, { recursive: true, force: true });
      return failure;
    }
  }
  writeFileSync(ready, "");
  return undefined;
}

/** Runs a peer's script with one JSON argument. */
export function runPeer(script: string, argument: object): PeerResult {
  const { output, failure } = runScript(script, argument);
  if (failure !== undefined) throw new Error(failure);
  return JSON.parse(output);
}

function runScript(script: string, argument: object) {
  return tryRun(
    pythonOf(environmentFolder()),
    [join(__dirname, script), JSON.stringify(argument)],
    2 * MINUTE,
  );
}

function tryRun(command: string, args: string[], timeout: number): { output: string; failure?: string } {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout });
  if (status === 0) return { output: stdout };
  const lastLine = `${stderr ?? ""}`.trim().split("\n").at(-1);
  return {
    output: "",
    failure: `${basename(command)}: ${error?.message ?? (lastLine || `exit code ${status}`)}`,
  };
}
