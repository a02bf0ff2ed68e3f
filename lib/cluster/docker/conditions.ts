/**
 * Under what conditions a control step was measured: how well the control loop kept its clock, what observing and acting
 * took, and what else the machine did. Times are in s.
 */
export interface StepConditions {
  readonly step: number;
  /** When the observation was made, since the episode's start. */
  readonly time: number;
  /** How much later than due the observation began. */
  readonly lateness: number;
  /** What the observation took: resources, queues, request records of all containers. */
  readonly observationTime: number;
  /** From the beginning of the interval to the weights' being in force: the controller's time, and the proxy's. */
  readonly actionDelay: number;
  /** What telling the proxy weights and states of all servers took: one call. */
  readonly routingTime: number;
  /** Total-variation distance between the shares asked for and those in force after rounding. */
  readonly roundingError: number;
  /** Beginnings of intervals that the controller missed before this step: it took longer than an interval. */
  readonly missed: number;
  /** Busy share of the machine's CPUs, 0 .. 1. */
  readonly hostBusy: number;
  /** 1: the machine was busier than `BUSY_LIMIT`, so containers may not have got what they are limited to. */
  readonly hostOverloaded: number;
  /** Share of the machine's CPU time that other machines on the same hardware took, where it is virtual; NaN where nothing tells. */
  readonly hostStolen: number;
  /** Containers that got ready since the last observation, and the seconds from the orders to start to their readiness, summed. */
  readonly coldStarts: number;
  readonly coldStartTime: number;
}

/** Versions of what a real measurement depends on beside this library; "" where it can't be told. */
export interface SoftwareVersions {
  /** The Docker engine, and the kernel it runs on. */
  readonly docker: string;
  readonly kernel: string;
  readonly haproxy: string;
  /** The load generator, with its name: "Locust 2.47.0". */
  readonly load: string;
}

/** Busy share of the machine above which a step is flagged. */
export const BUSY_LIMIT = 0.9;
