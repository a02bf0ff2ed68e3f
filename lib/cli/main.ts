import { Command, CommanderError } from "commander";
import { tellEdits } from "../files/index.js";
import { calibrateCommand } from "./calibrate-command.js";
import { clusterCommand } from "./cluster-command.js";
import { compareRewardsCommand } from "./compare-rewards-command.js";
import { evaluateCommand } from "./evaluate-command.js";
import { EXIT, report } from "./fail.js";
import { figureCommand } from "./figure-command.js";
import { fineTuneCommand } from "./fine-tune-command.js";
import { measureCommand } from "./measure-command.js";
import { realCommand } from "./real-command.js";
import { reproduceCommand } from "./reproduce-command.js";
import { tableCommand } from "./table-command.js";
import { trainCommand } from "./train-command.js";
import { tuneCommand } from "./tune-command.js";
import { verifyCommand } from "./verify-command.js";

async function main(): Promise<number> {
  tellEdits();
  const program = new Command("fleetlab")
    .description(
      "one agent or rule that balances load over a fleet of containers and scales it, in simulation and on Docker",
    )
    .showHelpAfterError("(see --help)");
  for (const command of [
    trainCommand(),
    fineTuneCommand(),
    tuneCommand(),
    evaluateCommand(),
    compareRewardsCommand(),
    clusterCommand(),
    calibrateCommand(),
    realCommand(),
    figureCommand(),
    tableCommand(),
    reproduceCommand(),
    measureCommand(),
    verifyCommand(),
  ])
    program.addCommand(command);
  exitByError(program);
  try {
    await program.parseAsync();
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // Commander has printed its own line; it ends with 1 on bad usage, which is bad input here.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    return report(error);
  }
}

/** Makes commander throw where it would exit, in every command. */
function exitByError(command: Command): void {
  command.exitOverride();
  for (const part of command.commands) exitByError(part);
}

main().then((code) => {
  process.exitCode = code;
});
