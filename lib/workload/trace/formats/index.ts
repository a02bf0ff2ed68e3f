import { InputError } from "../../../check/index.js";
import type { ReadingOptions, TraceFormat, TraceReading, TraceSource } from "../contract.js";
import { textLines } from "../lines.js";
import { accessLog } from "./access-log.js";
import { csv } from "./csv.js";
import { functions } from "./functions.js";
import { k6 } from "./k6.js";
import { locust } from "./locust.js";
import { numbers, times } from "./numbers.js";
import { prometheus } from "./prometheus.js";

/** Every format; the first one that recognises a file reads it. */
const FORMATS: readonly TraceFormat[] = [times, numbers, locust, functions, k6, prometheus, accessLog, csv];

/** Lines that formats look at. */
const HEAD = 20;

/** Names of the formats. */
export function formatNames(): readonly [string, ...string[]] {
  return FORMATS.map(({ name }) => name) as unknown as readonly [string, ...string[]];
}

/** Reads a trace file. @param format name of its format; left out: recognised. @throws InputError as its format's reader, or where it is empty. */
export function readTrace(source: TraceSource, options: ReadingOptions, format?: string): TraceReading {
  const head: string[] = [];
  for (const { text } of textLines(source.text)) if (head.push(text) === HEAD) break;
  if (head.length === 0) throw new InputError(`${source.name} is empty: a trace needs two values at least`);
  const found = FORMATS.find((one) => (format === undefined ? one.recognises(head) : one.name === format));
  return (found as TraceFormat).read(source, options);
}
