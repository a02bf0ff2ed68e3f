import { z } from "zod";

/** Text of numbers in single precision, exactly: base64 of their bytes, little-endian. */
export function floatsText(values: Float32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, 4 * i);
  });
  return bytes.toString("base64");
}

/** Reads what `floatsText` wrote. */
export const floats = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length % 4 !== 0 || bytes.toString("base64") !== text) {
    context.addIssue("an array is cut off");
    return z.NEVER;
  }
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
});

/** JSON of a value whose Float32Arrays become text, in one line. */
export function jsonWithFloats(value: object): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Float32Array ? floatsText(part) : part,
  );
  return `${text}\n`;
}

/** The statistics of a normaliser. */
export const moments = z.strictObject({
  mean: z.array(z.number()),
  variance: z.array(z.number()),
  count: z.number(),
});
