import { ContainerState } from "../contract.js";
import type { ObservationBatch } from "./observation-batch.js";
import type { StepRecord } from "./step-record.js";

const { starting, ready, draining } = ContainerState;

/**
 * What cluster `b`'s containers show at the end of a step, summed up: the fleet's size into the observation; containers by
 * state, means over ready ones, and the sum of error rates into the record.
 */
export function summarizeFleet(observed: ObservationBatch, b: number, record: StepRecord): void {
  const { size, state, cpu, memory, latency, errorRate, queueDepth } = observed;
  let startingCount = 0;
  let readyCount = 0;
  let drainingCount = 0;
  let cpuSum = 0;
  let memorySum = 0;
  let latencySum = 0;
  let queueSum = 0;
  let errorRateSum = 0;
  for (let c = b * size; c < (b + 1) * size; c++) {
    errorRateSum += errorRate[c];
    if (state[c] === starting) startingCount++;
    else if (state[c] === draining) drainingCount++;
    else if (state[c] === ready) {
      readyCount++;
      cpuSum += cpu[c];
      memorySum += memory[c];
      latencySum += latency[c];
      queueSum += queueDepth[c];
    }
  }
  record.starting = startingCount;
  record.ready = readyCount;
  record.draining = drainingCount;
  // One ready container always stays, so the divisor is never 0.
  record.cpuMean = cpuSum / readyCount;
  record.memoryMean = memorySum / readyCount;
  record.latencyMean = latencySum / readyCount;
  record.queueMean = queueSum / readyCount;
  record.errorRateSum = errorRateSum;
  observed.fleetSize[b] = startingCount + readyCount + drainingCount;
}
