import {
  type KeptRequest,
  readRequests,
  requestSchedule,
  type ScheduleOptions,
  SPARE_STEPS,
} from "../../cluster/docker/index.js";
import { bucketIndex } from "../../cluster/index.js";
import type { RecordTable } from "../../evaluation/index.js";

/** An answer was known of up to so many s after it came, a request was sent up to so many s late, and a clock was read so late. */
const REPORT_DELAY = 0.05;
const SENDING_DELAY = 0.25;
const CLOCK_DELAY = 0.01;
/** Times of requests are kept to 0.1 ms. */
const ROUNDING = 0.5e-4;

/**
 * What doesn't fit between a run's kept requests, its records, and the schedule that its seed gives; empty where all fits. A
 * record counts what was known when it was made, so counts are compared within what may have been on its way.
 */
export function requestFindings(
  file: string,
  records: RecordTable,
  schedule: ScheduleOptions,
): readonly string[] {
  const requests = readRequests(file);
  return [
    ...sendingFindings(requests, records, schedule),
    ...countFindings(requests, records, schedule.spec.sla),
  ];
}

/** Requests against the schedule: as many as were due, each when it was due. */
function sendingFindings(
  requests: readonly KeptRequest[],
  records: RecordTable,
  options: ScheduleOptions,
): readonly string[] {
  const { times, offeredRate } = requestSchedule({ ...options, steps: options.steps + SPARE_STEPS });
  const late = requests.filter(
    ({ sentAt }, k) => !(sentAt >= times[k] - ROUNDING && sentAt <= times[k] + SENDING_DELAY),
  ).length;
  const end = records.column("time")[records.length - 1];
  const due = times.filter((time) => time < end - SENDING_DELAY).length;
  const rates = records.column("offeredRate");
  const strange = rates.filter(
    (rate, i) => !offeredRate.includes(rate) && Math.abs(rate - offeredRate[i]) > 1e-6 * rate,
  );
  return [
    ...(late > 0
      ? [`${late} of ${requests.length} requests were not sent when the seed's schedule has them`]
      : []),
    ...(requests.length < due ? [`${requests.length} requests are kept where ${due} were due`] : []),
    ...(strange.length > 0
      ? [`${strange.length} steps have an offered rate that the seed's schedule lacks`]
      : []),
  ];
}

/** Records against requests: counts and sums up to the end of each step, and the histogram of the whole run. */
function countFindings(
  requests: readonly KeptRequest[],
  records: RecordTable,
  sla: number,
): readonly string[] {
  const isAnswered = ({ status }: KeptRequest) => status >= 200 && status < 400;
  const endOf = ({ sentAt, responseTime }: KeptRequest) => sentAt + responseTime;
  const answered = requests.filter(isAnswered);
  const failed = requests.filter((request) => !isAnswered(request));
  const times = records.column("time");
  const counted: readonly (readonly [string, number[], number[], number])[] = [
    ["requests", records.column("requests") as never, requests.map(({ sentAt }) => sentAt) as never, 0],
    ["completions", records.column("completions") as never, answered.map(endOf), 0],
    ["errors", records.column("errors") as never, failed.map(endOf), 0],
  ];
  const findings = counted.flatMap(([name, column, moments]) => {
    const sorted = Float64Array.from(moments).sort();
    const upTo = (time: number) => sorted.findLastIndex((moment) => moment <= time) + 1;
    let sum = 0;
    const wrong = [...times.keys()].filter((step) => {
      sum += column[step];
      return sum < upTo(times[step] - REPORT_DELAY) || sum > upTo(times[step] + CLOCK_DELAY);
    });
    return wrong.length > 0 ? [`${name} up to ${wrong.length} steps are not those of the kept requests`] : [];
  });
  const end = times[times.length - 1];
  const inTime = (delay: number) => answered.filter((request) => endOf(request) <= end + delay);
  const [least, most] = [inTime(-REPORT_DELAY), inTime(CLOCK_DELAY)];
  const sumOf = (some: readonly KeptRequest[]) =>
    some.reduce((sum, { responseTime }) => sum + responseTime, 0);
  const responseTimes = records.column("responseTimeSum").reduce((sum, value) => sum + value, 0);
  if (
    responseTimes < sumOf(least) - ROUNDING * least.length ||
    responseTimes > sumOf(most) + ROUNDING * most.length
  )
    findings.push("the sum of response times is not that of the kept requests");
  if (!isHistogramWithin(records.histogram(), least, most))
    findings.push("the histogram of response times is not that of the kept requests");
  const isBad = (request: KeptRequest) => !isAnswered(request) || request.responseTime > sla;
  const violations = records.column("violations").reduce((sum, value) => sum + value, 0);
  const certain = requests.filter((request) => isBad(request) && endOf(request) <= end - REPORT_DELAY).length;
  const possible = requests.filter((request) => isBad(request) && request.sentAt <= end).length;
  if (violations < certain || violations > possible)
    findings.push(
      `${violations} violations are recorded where the kept requests have ${certain} to ${possible}`,
    );
  return findings;
}

/** Whether a histogram counts at least the response times of `least` and at most those of `most`, each within its rounding. */
function isHistogramWithin(
  histogram: Float64Array,
  least: readonly KeptRequest[],
  most: readonly KeptRequest[],
): boolean {
  // Cumulative counts: a time at a bucket's edge may have been on its other side before it was rounded.
  const below = (some: readonly KeptRequest[], shift: number) => {
    const counts = new Float64Array(histogram.length);
    for (const { responseTime } of some) counts[bucketIndex(Math.max(0, responseTime + shift))]++;
    return counts.map((_, i) => counts.subarray(0, i + 1).reduce((sum, count) => sum + count, 0));
  };
  const [lower, upper] = [below(least, ROUNDING), below(most, -ROUNDING)];
  let sum = 0;
  return histogram.every((count, i) => {
    sum += count;
    return sum >= lower[i] && sum <= upper[i];
  });
}
