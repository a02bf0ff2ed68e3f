import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A number of TensorBoard's. */
interface Scalar {
  readonly step: number;
  readonly tag: string;
  readonly value: number;
}

/** Fields of a protocol buffers message: numbers for varints, bytes for all else. */
interface Field {
  readonly number: number;
  readonly value: number | Buffer;
}

/**
 * The scalars of the event files in a folder, file after file. A file is a list of records (length in 8 bytes, its checksum in 4, the
 * message, its checksum in 4); messages as in TensorFlow's event.proto and summary.proto.
 */
export function readScalars(folder: string): Scalar[] {
  return readdirSync(folder)
    .filter((name) => name.includes("tfevents"))
    .sort()
    .flatMap((name) => records(readFileSync(join(folder, name))))
    .flatMap((event) => {
      const step = (only(event, 2) as number | undefined) ?? 0;
      const summary = only(event, 5) as Buffer | undefined;
      return summary === undefined ? [] : all(summary, 1).map((value) => ({ step, ...scalar(value) }));
    });
}

function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    found.push(bytes.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return found;
}

/** Summary.Value: its tag and its number, a float. */
function scalar(value: Buffer): Omit<Scalar, "step"> {
  return { tag: String(only(value, 1)), value: (only(value, 2) as Buffer).readFloatLE(0) };
}

function only(message: Buffer, number: number): number | Buffer | undefined {
  return fields(message).find((field) => field.number === number)?.value;
}

function all(message: Buffer, number: number): Buffer[] {
  return fields(message)
    .filter((field) => field.number === number)
    .map(({ value }) => value as Buffer);
}

function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === 0) {
      found.push({ number, value: varint() });
      continue;
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : varint();
    found.push({ number, value: message.subarray(at, at + length) });
    at += length;
  }
  return found;
}
