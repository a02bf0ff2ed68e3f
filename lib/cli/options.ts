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

/** Parses a list of whole numbers >= 0 in which `a..b` stands for all from a to b. */
export function wholeNumbers(text: string): number[] {
  return list(text).flatMap((part) => {
    const [first, last = first] = part.split("..");
    if (![first, last].every((end) => /^\d+$/.test(end)) || Number(first) > Number(last))
      throw new InvalidArgumentError(
        `expected whole numbers or ranges like 1..10, got ${JSON.stringify(part)}`,
      );
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  });
}

/** Makes a parser of a comma-separated list whose entries are some of `known`, each once. */
export function choices<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    const found = [...new Set(list(text))];
    const unknown = found.find((name) => !(known as readonly string[]).includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`expected some of ${known.join(", ")}, got ${JSON.stringify(unknown)}`);
    return found as unknown as readonly T[];
  };
}
