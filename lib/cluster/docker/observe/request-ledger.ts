import type { StepRecord } from "../../batch/step-record.js";
import { bucketIndex } from "../../response-time-buckets.js";
import type { LoadReport, RequestRecord } from "../load/contract.js";

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

  /**
   * Enters what a report made at `now` (s since the episode's start) tells of the interval since the last one: counts into
   * the record, each container's mean response time in s and its error rate into the arrays.
   */
  enter(
    report: LoadReport,
    now: number,
    record: StepRecord,
    latency: Float64Array,
    errorRate: Float64Array,
  ): void {
    for (const array of [this.#completed, this.#failed, this.#latencySum]) array.fill(0);
    record.requests = report.sent - this.#sent;
    this.#sent = report.sent;
    for (const request of report.finished) this.#finish(request, record);
    for (const { id, sentAt } of report.unfinished) {
      if (now - sentAt <= this.sla + REPORT_DELAY || this.#countedLate.has(id)) continue;
      this.#countedLate.add(id);
      record.violations++;
    }
    for (let i = 0; i < latency.length; i++) {
      const [completed, failed] = [this.#completed[i], this.#failed[i]];
      latency[i] = completed > 0 ? this.#latencySum[i] / completed : 0;
      errorRate[i] = failed > 0 ? failed / (failed + completed) : 0;
    }
  }

  #finish({ id, status, server, responseTime }: RequestRecord, record: StepRecord): void {
    const wasCounted = this.#countedLate.delete(id);
    const isAnswered = status >= 200 && status < 400;
    if (isAnswered) {
      record.completions++;
      record.responseTimeSum += responseTime;
      record.histogram[bucketIndex(responseTime)]++;
    } else record.errors++;
    if (!wasCounted && (!isAnswered || responseTime > this.sla)) record.violations++;
    // An answer of the proxy itself (no server could take the request) belongs to no container.
    if (server < 0 || server >= this.#completed.length) return;
    if (isAnswered) {
      this.#completed[server]++;
      this.#latencySum[server] += responseTime;
    } else this.#failed[server]++;
  }
}
