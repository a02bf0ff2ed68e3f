import { Command, CommanderError } from "commander";
import { evaluateCommand } from "./evaluate-command.js";
import { EXIT, report } from "./fail.js";
import { figureCommand } from "./figure-command.js";
import { fineTuneCommand } from "./fine-tune-command.js";
import { reproduceCommand } from "./reproduce-command.js";
import { trainCommand } from "./train-command.js";

async function main(): Promise<number> {
  const program = new Command("fleetlab")
    .description("one agent or rule that balances load over a fleet of containers and scales it")
    .showHelpAfterError("(see --help)");
  const commands = [
    trainCommand(),
    fineTuneCommand(),
    evaluateCommand(),
    figureCommand(),
    reproduceCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync();
    return EXIT.done;
  } catch (error) {
    // Commander has printed its own line; it ends with 1 on bad usage, which is bad input here.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    return report(error);
  }
}

main().then((code) => {
  process.exitCode = code;
});
