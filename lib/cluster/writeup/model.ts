/**
 * The write-up's memoryless model of a node: everything it shows in a step follows from the utilisation rho = lambda/mu of
 * that step, by the steady-state formulas of M/M/1 below rho = 0.95 and straight lines above. No queue is carried over.
 */

/** The numbers of the model. */
export const WRITEUP_MODEL = Object.freeze({
  /** S: response time of an idle node in s. (Not 1/mu: the write-up sets both.) */
  serviceTime: 0.05,
  /** Utilisation above which the formulas go on as straight lines. */
  saturation: 0.95,
  /** Slope of the response time above it, in s. */
  latencySlope: 5,
  /** Slope of the number in the system above it. */
  numberSlope: 200,
  /** Utilisation below which there are no errors. */
  errorFree: 0.9,
  /** The error rate is 1/(1 + exp(-steepness (rho - middle))) from there on. */
  errorSteepness: 15,
  errorMiddle: 1.05,
  /** Memory share of an idle node, and of each request in it. */
  memoryIdle: 0.15,
  memoryPerRequest: 0.015,
  /** Standard deviations of the noise on CPU and memory (added) and latency (times 1 + |noise|). */
  cpuNoise: 0.02,
  memoryNoise: 0.02,
  latencyNoise: 0.05,
} as const);

const { serviceTime, saturation, latencySlope, numberSlope } = WRITEUP_MODEL;
const { errorFree, errorSteepness, errorMiddle } = WRITEUP_MODEL;

/** Number in the system where the straight line begins: rho/(1 - rho) at 0.95. */
const SATURATED_NUMBER = 19;

/**
 * Mean response time in s before noise: S/(1 - rho) below 0.95, else 20 S + 5 (rho - 0.95).
 * @example
 * cluster.writeupLatency(0.5); // -> 0.1
 * cluster.writeupLatency(1.05); // -> 1.5
 */
export function writeupLatency(utilization: number): number {
  return utilization < saturation
    ? serviceTime / (1 - utilization)
    : 20 * serviceTime + latencySlope * (utilization - saturation);
}

/**
 * Error rate: 0 below rho = 0.9, else 1/(1 + exp(-15 (rho - 1.05))).
 * @example
 * cluster.writeupErrorRate(0.5); // -> 0
 * cluster.writeupErrorRate(1.05); // -> 0.5
 */
export function writeupErrorRate(utilization: number): number {
  return utilization < errorFree ? 0 : 1 / (1 + Math.exp(-errorSteepness * (utilization - errorMiddle)));
}

/**
 * Mean number in the system L: rho/(1 - rho) below 0.95, else 19 + 200 (rho - 0.95).
 * @example
 * cluster.writeupNumberInSystem(0.5); // -> 1
 * cluster.writeupNumberInSystem(1.05); // -> 39
 */
export function writeupNumberInSystem(utilization: number): number {
  return utilization < saturation
    ? utilization / (1 - utilization)
    : SATURATED_NUMBER + numberSlope * (utilization - saturation);
}

/**
 * Mean number waiting, L - rho, from the mean number in the system L (the inverse of `writeupNumberInSystem`). For a count
 * of requests it is what M/M/1 has waiting when it holds that many on average.
 * @example
 * cluster.writeupNumberWaiting(1); // -> 0.5
 * cluster.writeupNumberWaiting(39); // -> 37.95
 */
export function writeupNumberWaiting(numberInSystem: number): number {
  const utilization =
    numberInSystem < SATURATED_NUMBER
      ? numberInSystem / (1 + numberInSystem)
      : saturation + (numberInSystem - SATURATED_NUMBER) / numberSlope;
  return numberInSystem - utilization;
}

/**
 * Memory share before noise: 0.15 + 0.015 L.
 * @example
 * cluster.writeupMemory(10); // -> 0.3
 */
export function writeupMemory(numberInSystem: number): number {
  return WRITEUP_MODEL.memoryIdle + WRITEUP_MODEL.memoryPerRequest * numberInSystem;
}
