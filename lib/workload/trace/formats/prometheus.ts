import { z } from "zod";
import { bySchema, InputError } from "../../../check/index.js";
import type { ReadingOptions, TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { numberOf } from "./numbers.js";

const series = z.object({
  metric: z.record(z.string(), z.string()).default({}),
  values: z.array(z.tuple([z.number(), z.string()])).min(1),
});
const answer = z.object({
  status: z.string().optional(),
  error: z.string().optional(),
  data: z.object({ resultType: z.string(), result: z.array(z.unknown()) }).optional(),
});

/** Metrics of these names only ever go up, until they begin anew. */
const COUNTER = /_(total|count|sum|bucket)$/;

/**
 * The answer of Prometheus' `/api/v1/query_range`: one series. A metric called `..._total` or `..._count` is a counter, whose increases
 * are requests; all else, as the result of `rate(...)`, is in requests/s unless `as` says otherwise.
 */
export const prometheus: TraceFormat = {
  name: "prometheus",
  recognises: ([first]) => first.startsWith("{"),
  read: readRange,
};

function readRange(source: TraceSource, { as }: ReadingOptions): TraceReading {
  const { name } = source;
  const { error, data } = bySchema(answer, parsed(source), name);
  if (error !== undefined) throw new InputError(`${name} holds an error of Prometheus: ${error}`);
  if (data?.resultType !== "matrix")
    throw new InputError(
      `${name} holds ${data === undefined ? "no data" : `a ${data.resultType}`}, not the result of a range query: ask /api/v1/query_range`,
    );
  const { result } = data;
  if (result.length !== 1)
    throw new InputError(
      `${name} holds ${result.length} series${result.length > 1 ? ` (${result.slice(0, 2).map(labels).join(", ")}${result.length > 2 ? ", ..." : ""})` : ""}: query one, as with sum(rate(http_requests_total[1m]))`,
    );
  const { metric, values } = bySchema(series, result[0], `${name}, data.result.0`);
  const points = values.map(([time, text], i): TracePoint => {
    const value = numberOf(text);
    if (value === undefined)
      throw new InputError(`${name}, value ${i + 1}: ${JSON.stringify(text)} is no number`);
    return { time, value, line: i + 1 };
  });
  const meaning = as ?? (COUNTER.test(metric.__name__ ?? "") ? "counter" : "rate");
  return { meaning, points, place: "value" };
}

function parsed({ name, text }: TraceSource): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name} isn't whole JSON (${(error as Error).message}): save it again`);
  }
}

function labels(one: unknown): string {
  return JSON.stringify((one as { readonly metric?: unknown } | null)?.metric ?? {});
}
