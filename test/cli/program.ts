import { spawn } from "node:child_process";
import { resolve } from "node:path";

const PROGRAM = resolve(__dirname, "../../lib/bin/fleetlab.js");

/** How a command ended, and all that it said. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of fleetlab; sends Ctrl-C once what it says on stderr matches `stopAt`. */
export function fleetlab(args: readonly string[], stopAt?: RegExp): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += chunk;
    if (stopAt?.test(said.stderr) && !child.killed) child.kill("SIGINT");
  });
  return new Promise((done) => child.once("close", (code) => done({ code, ...said })));
}
