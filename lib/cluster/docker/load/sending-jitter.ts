import { mean, sortedQuantile } from "../../../statistics/index.js";
import type { RequestRecord, RequestSchedule } from "./contract.js";

/** How late requests were sent, in s. */
export interface SendingJitter {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Time from due to sent, over the given requests of an open-loop episode; NaN where there are none. */
export function sendingJitter(
  schedule: RequestSchedule,
  records: readonly Pick<RequestRecord, "id" | "sentAt">[],
): SendingJitter {
  const late = Float64Array.from(records, ({ id, sentAt }) => sentAt - schedule.times[id]).sort();
  const at = (q: number) => (late.length === 0 ? Number.NaN : sortedQuantile(late, q));
  return { mean: mean(late), p50: at(0.5), p99: at(0.99), max: at(1) };
}
