/**
 * An error of the user's input (a file, a flag, a configuration), as one line: what, where, what to do.
 * The command line prints the message alone and exits with code 2.
 * @example
 * throw new check.InputError("plan.json names no agent: add one under \"agents\"");
 * // throws InputError: plan.json names no agent: add one under "agents"
 */
export class InputError extends Error {
  override name = "InputError";
}
