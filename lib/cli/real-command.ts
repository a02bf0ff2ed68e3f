import { Command } from "commander";
import { realDispatchesCommand } from "./real-dispatches.js";
import { realEvaluateCommand } from "./real-evaluate.js";
import { realFineTuneCommand } from "./real-fine-tune.js";
import { realTrainCommand } from "./real-train.js";

/** `fleetlab real`. */
export function realCommand(): Command {
  const command = new Command("real").description(
    "carry out the plan for the real cluster: its agents in two phases, and paired runs of agents, rules and dispatches",
  );
  for (const part of [
    realTrainCommand(),
    realFineTuneCommand(),
    realEvaluateCommand(),
    realDispatchesCommand(),
  ])
    command.addCommand(part);
  return command;
}
