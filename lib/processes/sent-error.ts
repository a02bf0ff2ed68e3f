import { InputError } from "../check/index.js";

/** An error on its way to another process or thread, which would lose its class. */
export interface SentError {
  readonly kind: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Errors that say what was wrong with an argument or an input; all others are `Error`. */
const KINDS = { InputError, RangeError, TypeError } as const;

/** What is sent of an error. */
export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { kind: "Error", message: String(error), stack: undefined };
  const kind = Object.entries(KINDS).find(([, made]) => error instanceof made)?.[0] ?? "Error";
  return { kind, message: error.message, stack: error.stack };
}

/** The error that was sent: of the same kind, with the message and the stack that it had there. */
export function receivedError({ kind, message, stack }: SentError): Error {
  const error = new (Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : Error)(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
