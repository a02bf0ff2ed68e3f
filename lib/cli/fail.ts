import { InputError } from "../check/index.js";

/** Exit codes: 0 done, 1 something broke, 2 the input is wrong, 130 stopped by Ctrl-C. */
export const EXIT = Object.freeze({ done: 0, broken: 1, badInput: 2, stopped: 130 });

/**
 * Prints one line for an error and returns the exit code. Errors of the user's input, and arguments that the library
 * refuses, need no stack; with DEBUG set, or for anything unforeseen, the stack is shown.
 */
export function report(error: unknown): number {
  if (isAbort(error)) {
    process.stderr.write("stopped; what is finished is kept, the same command goes on from there\n");
    return EXIT.stopped;
  }
  const expected = error instanceof InputError || error instanceof RangeError || error instanceof TypeError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`fleetlab: ${text.replace(/\s*\n\s*/g, " ")}\n`);
  if (!(error instanceof InputError) && (process.env.DEBUG || !expected) && error instanceof Error)
    process.stderr.write(`${framesOf(error)}\n`);
  return expected ? EXIT.badInput : EXIT.broken;
}

/** The stack without the message, which has been told. */
function framesOf({ stack = "" }: Error): string {
  const lines = stack.split("\n");
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  return lines.slice(Math.max(first, 0)).join("\n");
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
