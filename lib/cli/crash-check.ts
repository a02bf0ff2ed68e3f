import { spawn } from "node:child_process";
import { InputError } from "../check/index.js";
import { type Engine, listRuns, sweepDeadRuns } from "../cluster/docker/index.js";

/** What a program that was killed while its cluster served left behind, and what was left of that after the next start's sweep. */
interface CrashReport {
  readonly containers: number;
  /** Containers and networks that bear its run's id. */
  readonly leftByCrash: number;
  readonly leftAfterSweep: number;
}

/** Brings a cluster up in a process of its own, kills that process, and sweeps as every start does. */
export async function checkCrash(engine: Engine, size: number): Promise<CrashReport> {
  const program = process.argv[1];
  const child = spawn(process.execPath, [program, "cluster", "up", "--size", String(size), "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const text = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      if (printed.endsWith("}\n")) resolve(printed);
    });
    child.once("close", () => reject(new InputError("the cluster that was to be killed didn't come up")));
  });
  const { run } = JSON.parse(text);
  child.kill("SIGKILL");
  await ended;
  const leftByCrash = await thingsOf(engine, run);
  await sweepDeadRuns(engine);
  return { containers: size, leftByCrash, leftAfterSweep: await thingsOf(engine, run) };
}

async function thingsOf(engine: Engine, id: string): Promise<number> {
  const run = (await listRuns(engine)).find((known) => known.id === id);
  return run === undefined ? 0 : run.containers.length + run.networks.length;
}
