import type { StepStatistics } from "../contract.js";
import { ResponseTimeBuckets } from "../response-time-buckets.js";

/** The statistics of one cluster's current step, filled in place. */
export class StepRecord implements StepStatistics {
  step = -1;
  offeredRate = 0;
  requests = 0;
  completions = 0;
  errors = 0;
  violations = 0;
  responseTimeSum = 0;
  readonly histogram = new Uint32Array(ResponseTimeBuckets.count);
  containerSeconds = 0;
  starting = 0;
  ready = 0;
  draining = 0;
  cpuMean = 0;
  memoryMean = 0;
  latencyMean = 0;
  queueMean = 0;
  waiting = 0;
  errorRateSum = 0;
  scaleCommand = 0;
  scaleEffect = 0;
  commandReversed = false;
  effectReversed = false;
  routingError = 0;
  routingLoss = Number.NaN;

  /** Sets everything that a step counts up to zero. */
  begin(step: number, offeredRate: number): void {
    this.step = step;
    this.offeredRate = offeredRate;
    this.requests = 0;
    this.completions = 0;
    this.errors = 0;
    this.violations = 0;
    this.responseTimeSum = 0;
    this.histogram.fill(0);
    this.containerSeconds = 0;
    this.routingLoss = Number.NaN;
  }
}
