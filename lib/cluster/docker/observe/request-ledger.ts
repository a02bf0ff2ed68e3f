import { bucketIndex, ResponseTimeBuckets } from "../../response-time-buckets.js";
import type { LoadReport, RequestRecord } from "../load/contract.js";
import type { CountedRequests } from "../measured-batch.js";

type Counts = { -readonly [K in keyof CountedRequests]: CountedRequests[K] };

/** What the requests of an interval came to, in all and by container. */
export interface LedgerInterval {
  readonly counted: CountedRequests;
  /** Mean response time in s of each container's answers; 0 where there was none. */
  readonly latency: Float64Array;
  /** Each container's errors / (errors + answers); 0 where there was neither. */
  readonly errorRate: Float64Array;
}

/** An answer is known of up to so many s after it came: an unfinished request is late only when even that has passed. */
const REPORT_DELAY = 0.05;

/** Turns reports of the load generator into the counts of one control interval, in all and by container. */
export class RequestLedger {
  readonly #completed: Int32Array;
  readonly #failed: Int32Array;
  readonly #latencySum: Float64Array;
  /** Requests that were counted as late while unfinished. */
  readonly #countedLate = new Set<number>();
  #sent = 0;

  constructor(
    size: number,
    /** Response times above this many s violate the SLA. */
    readonly sla: number,
  ) {
    this.#completed = new Int32Array(size);
    this.#failed = new Int32Array(size);
    this.#latencySum = new Float64Array(size);
  }

  /** Begins an episode. */
  clear(): void {
    this.#countedLate.clear();
    this.#sent = 0;
  }

  /** What a report made at `now` (s since the episode's start) tells of the interval since the last one. */
  enter(report: LoadReport, now: number): LedgerInterval {
    for (const array of [this.#completed, this.#failed, this.#latencySum]) array.fill(0);
    const counted = {
      requests: report.sent - this.#sent,
      completions: 0,
      errors: 0,
      violations: 0,
      responseTimeSum: 0,
      histogram: new Uint32Array(ResponseTimeBuckets.count),
    };
    this.#sent = report.sent;
    for (const request of report.finished) this.#finish(request, counted);
    for (const { id, sentAt } of report.unfinished) {
      if (now - sentAt <= this.sla + REPORT_DELAY || this.#countedLate.has(id)) continue;
      this.#countedLate.add(id);
      counted.violations++;
    }
    const [completed, failed] = [this.#completed, this.#failed];
    return {
      counted,
      latency: this.#latencySum.map((sum, i) => (completed[i] > 0 ? sum / completed[i] : 0)),
      errorRate: Float64Array.from(failed, (count, i) => (count > 0 ? count / (count + completed[i]) : 0)),
    };
  }

  #finish({ id, status, server, responseTime }: RequestRecord, counted: Counts): void {
    const wasCounted = this.#countedLate.delete(id);
    const isAnswered = status >= 200 && status < 400;
    if (isAnswered) {
      counted.completions++;
      counted.responseTimeSum += responseTime;
      counted.histogram[bucketIndex(responseTime)]++;
    } else counted.errors++;
    if (!wasCounted && (!isAnswered || responseTime > this.sla)) counted.violations++;
    // An answer of the proxy itself (no server could take the request) belongs to no container.
    if (server < 0 || server >= this.#completed.length) return;
    if (isAnswered) {
      this.#completed[server]++;
      this.#latencySum[server] += responseTime;
    } else this.#failed[server]++;
  }
}
