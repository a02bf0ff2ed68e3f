import { Command } from "commander";
import { InputError } from "../check/index.js";
import { Engine, listRuns, type Run, removeRun, sweepDeadRuns } from "../cluster/docker/index.js";
import { ownerText } from "./cluster-status.js";

/** `fleetlab cluster down`. */
export function clusterDownCommand(): Command {
  return new Command("down")
    .description(
      "remove detached runs, and what ended ones left; a run that still works only where it is named",
    )
    .argument("[runs...]", "ids of runs to remove, and no others")
    .option("--json", "print the result as JSON")
    .action(async (ids: string[], flags: { readonly json?: boolean }) => {
      const engine = await Engine.connect();
      const runs = await listRuns(engine);
      const chosen = ids.length > 0 ? named(runs, ids) : runs.filter(isLeft);
      for (const run of chosen) await removeRun(engine, run);
      if (ids.length === 0) await sweepDeadRuns(engine);
      const kept = ids.length > 0 ? [] : runs.filter((run) => run.ownership === "alive");
      if (flags.json) {
        const result = { removed: chosen.map(({ id }) => id), kept: kept.map(({ id }) => id) };
        process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
        return;
      }
      for (const run of chosen)
        process.stdout.write(`removed run ${run.id}: ${run.containers.length} containers\n`);
      for (const run of kept)
        process.stdout.write(`kept run ${run.id}: ${ownerText(run)} works with it; name it to remove it\n`);
      if (chosen.length + kept.length === 0) process.stdout.write("there are no runs\n");
    });
}

function isLeft({ ownership }: Run): boolean {
  return ownership === "detached" || ownership === "dead";
}

function named(runs: readonly Run[], ids: readonly string[]): readonly Run[] {
  return ids.map((id) => {
    const run = runs.find((known) => known.id === id);
    if (run === undefined)
      throw new InputError(
        `there is no run ${JSON.stringify(id)}: known are ${runs.map((known) => known.id).join(", ") || "none"}`,
      );
    if (run.ownership === "foreign")
      throw new InputError(
        `run ${id} wasn't made by this user on this machine: remove it where it was made, or with Docker's own commands`,
      );
    return run;
  });
}
