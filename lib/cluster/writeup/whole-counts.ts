import type { StepRecord } from "../batch/step-record.js";
import { bucketIndex } from "../response-time-buckets.js";

/**
 * Whole numbers of requests that keep up with fractional expectations.
 *
 * Of the running sums of expected completions and of expected errors, node by node and step after step, the part that has
 * passed the next half is counted. So sums over any run are within 1/2 of the expectation, and requests = completions +
 * errors are within 1 of the users. A node's completions all take its mean latency; where that is above the SLA all of them
 * violate it.
 */
export class WholeCounts {
  /** Expected completions and errors of each cluster that aren't counted yet: within +-1/2. */
  readonly #completionsLeft: Float64Array;
  readonly #errorsLeft: Float64Array;

  constructor(
    batch: number,
    /** SLA in s. */
    readonly sla: number,
  ) {
    this.#completionsLeft = new Float64Array(batch);
    this.#errorsLeft = new Float64Array(batch);
  }

  clear(b: number): void {
    this.#completionsLeft[b] = 0;
    this.#errorsLeft[b] = 0;
  }

  /** Counts `requests` of one node of cluster `b` into its record; latency in s. */
  add(b: number, record: StepRecord, requests: number, errorRate: number, latency: number): void {
    const expectedErrors = this.#errorsLeft[b] + requests * errorRate;
    const errors = Math.floor(expectedErrors + 0.5);
    this.#errorsLeft[b] = expectedErrors - errors;
    const expectedCompletions = this.#completionsLeft[b] + requests * (1 - errorRate);
    const completions = Math.floor(expectedCompletions + 0.5);
    this.#completionsLeft[b] = expectedCompletions - completions;
    record.errors += errors;
    record.completions += completions;
    record.violations += latency > this.sla ? errors + completions : errors;
    record.responseTimeSum += completions * latency;
    if (completions > 0) record.histogram[bucketIndex(latency)] += completions;
  }
}
