import { Command } from "commander";
import { clusterCheckCommand } from "./cluster-check.js";
import { clusterDownCommand } from "./cluster-down.js";
import { clusterStatusCommand } from "./cluster-status.js";
import { clusterUpCommand } from "./cluster-up.js";

/** `fleetlab cluster`. */
export function clusterCommand(): Command {
  const command = new Command("cluster").description("a cluster of real containers on this machine's Docker");
  for (const part of [
    clusterUpCommand(),
    clusterStatusCommand(),
    clusterDownCommand(),
    clusterCheckCommand(),
  ])
    command.addCommand(part);
  return command;
}
