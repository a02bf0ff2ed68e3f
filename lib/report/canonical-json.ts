/** Digits kept of every number: far finer than a picture shows, coarser than the last bits that differ by order of summation. */
const SIGNIFICANT_DIGITS = 7;

/**
 * JSON of `value` that is the same whenever the content is: keys sorted, fractions rounded to 7 significant digits, -0 as 0,
 * typed arrays as arrays, `undefined` members dropped. A number that isn't finite becomes null (a gap in a plot). Arrays of
 * plain values stay on one line, so that a changed series is one changed line.
 */
export function canonicalJson(value: unknown): string {
  return `${write(value, "")}\n`;
}

/** `value` rounded to 7 significant digits (whole numbers are kept); null where it isn't finite. */
export function roundedNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return (Number.isSafeInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS))) + 0;
}

function write(value: unknown, indent: string): string {
  if (typeof value === "number") return String(roundedNumber(value));
  if (ArrayBuffer.isView(value)) return writeArray(Array.from(value as unknown as ArrayLike<number>), indent);
  if (Array.isArray(value)) return writeArray(value, indent);
  if (typeof value === "object" && value !== null)
    return writeObject(value as Record<string, unknown>, indent);
  return JSON.stringify(value) ?? "null";
}

function writeArray(values: readonly unknown[], indent: string): string {
  if (values.every((item) => typeof item !== "object" || item === null))
    return `[${values.map((item) => write(item, indent)).join(", ")}]`;
  const inner = `${indent} `;
  return `[\n${values.map((item) => inner + write(item, inner)).join(",\n")}\n${indent}]`;
}

function writeObject(object: Record<string, unknown>, indent: string): string {
  const inner = `${indent} `;
  const members = Object.keys(object)
    .sort()
    .filter((key) => object[key] !== undefined)
    .map((key) => `${inner}${JSON.stringify(key)}: ${write(object[key], inner)}`);
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}
