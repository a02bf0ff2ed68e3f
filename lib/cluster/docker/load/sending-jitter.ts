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
  const quantile = (q: number) => late[Math.max(0, Math.ceil(q * late.length) - 1)] ?? Number.NaN;
  return {
    mean: late.reduce((sum, value) => sum + value, 0) / late.length,
    p50: quantile(0.5),
    p99: quantile(0.99),
    max: quantile(1),
  };
}
