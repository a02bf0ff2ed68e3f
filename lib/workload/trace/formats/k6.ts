import { InputError } from "../../../check/index.js";
import type { TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { textLines } from "../lines.js";
import { secondsOf } from "../times.js";

/** The metric that counts requests. */
const REQUESTS = "http_reqs";

/** A line of k6's output, as far as it is looked at. */
interface K6Line {
  readonly type?: unknown;
  readonly metric?: unknown;
  readonly data?: { readonly time?: unknown; readonly value?: unknown };
}

/**
 * k6's JSON output (`k6 run --out json=FILE`): a JSON object a line, of which the points of `http_reqs` are requests. A run that was
 * killed leaves its last line cut.
 */
export const k6: TraceFormat = {
  name: "k6",
  recognises: ([first]) => /^\{.*"type"\s*:\s*"(Metric|Point)"/.test(first),
  read: readK6,
};

function readK6({ name, text }: TraceSource): TraceReading {
  const points: TracePoint[] = [];
  let broken: number | undefined;
  for (const { text: own, line } of textLines(text)) {
    if (broken !== undefined) throw new InputError(`${name}, line ${broken} isn't whole JSON: restore it`);
    const parsed = parsedLine(own);
    if (parsed === undefined) {
      broken = line;
      continue;
    }
    const { type, metric, data } = parsed;
    if (type !== "Point" || metric !== REQUESTS) continue;
    const [time, value] = [secondsOf(String(data?.time)), Number(data?.value)];
    if (Number.isNaN(time))
      throw new InputError(`${name}, line ${line}: ${JSON.stringify(data?.time)} is no time of k6`);
    points.push({ time, value, line });
  }
  if (points.length === 0)
    throw new InputError(`${name} holds no point of ${REQUESTS}: it isn't k6's JSON output of an HTTP test`);
  const notes = broken === undefined ? [] : [`line ${broken}, the last one, is cut off and left out`];
  return { meaning: "requests", points, mayBeUnordered: true, notes };
}

function parsedLine(text: string): K6Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
