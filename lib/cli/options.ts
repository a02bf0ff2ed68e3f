import { InvalidArgumentError } from "commander";

/** Parses a comma-separated list. */
export function list(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

/** Parses a number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value))
    throw new InvalidArgumentError(`expected a number, got ${JSON.stringify(text)}`);
  return value;
}

/** Parses a comma-separated list of numbers. */
export function numbers(text: string): number[] {
  return list(text).map(number);
}
