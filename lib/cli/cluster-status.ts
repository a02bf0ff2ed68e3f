import { Command } from "commander";
import { Engine, listRuns, type Run } from "../cluster/docker/index.js";
import { processNumber } from "../files/index.js";
import { alignedTable } from "./aligned-table.js";

/** `fleetlab cluster status`. */
export function clusterStatusCommand(): Command {
  return new Command("status")
    .description("list the runs on this machine's Docker, their containers, and how old they are")
    .option("--json", "print the result as JSON")
    .action(async (flags: { readonly json?: boolean }) => {
      const runs = await listRuns(await Engine.connect());
      const now = Date.now() / 1000;
      process.stdout.write(
        flags.json ? `${JSON.stringify(described(runs, now), null, 2)}\n` : text(runs, now),
      );
    });
}

/** Whose a run is, in words. */
export function ownerText({ ownership, owner }: Run): string {
  if (ownership === "detached") return "detached";
  if (ownership === "foreign") return "not made by this user on this machine";
  return `${ownership === "dead" ? "ended process" : "process"} ${processNumber(owner)}`;
}

function described(runs: readonly Run[], now: number) {
  return runs.map((run) => ({
    run: run.id,
    owner: ownerText(run),
    ownership: run.ownership,
    port: portOf(run),
    networks: run.networks.length,
    containers: run.containers.map(({ name, role, index, state, created }) => ({
      name,
      role,
      index,
      state,
      age: Math.max(0, now - created),
    })),
  }));
}

function text(runs: readonly Run[], now: number): string {
  if (runs.length === 0) return "there are no runs\n";
  return runs
    .map((run) => {
      const port = portOf(run);
      const head = `run ${run.id}, ${ownerText(run)}${port > 0 ? `, http://127.0.0.1:${port}/` : ""}`;
      const rows = run.containers.map(({ name, state, created }) => [name, state, ageText(now - created)]);
      return `${head}\n${alignedTable([["container", "state", "age"], ...rows])}`;
    })
    .join("\n");
}

function portOf(run: Run): number {
  return run.containers.find(({ port }) => port > 0)?.port ?? 0;
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
