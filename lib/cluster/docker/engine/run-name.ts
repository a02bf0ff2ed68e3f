import { randomBytes } from "node:crypto";

/** A name for a new run: 8 hexadecimal digits, drawn at random. */
export function newRunName(): string {
  return randomBytes(4).toString("hex");
}

/** Whether `newRunName` could have made it: anything else is no run's name, and no part of a path. */
export function isRunName(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{8}$/.test(text);
}
