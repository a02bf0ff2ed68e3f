import { ContainerState, type Observation } from "../cluster/contract.js";
import { scalingFamily } from "./families.js";
import { CALM, desiredReplicas, type KnativeSettings, type Panic } from "./knative-pod-autoscaler.js";
import { commandTowards } from "./observed.js";
import { isDue, nextDue } from "./schedule.js";
import { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";

/** What Knative's autoscaler remembers; times in s of the cluster's clock. */
export interface KpaMemory {
  /** Containers asked for. */
  readonly replicas: number;
  /** When it decides next. */
  readonly due: number;
  /** Loads of the control steps within the stable window, the newest last. */
  readonly loads: readonly number[];
  readonly panic: Panic;
  /** Fleets asked for, for the delay of a scale-down. */
  readonly asked: SlidingMaximum | undefined;
  readonly windows: Windows;
}

interface Windows {
  readonly period: number;
  readonly scaleDownDelay: number;
  /** Control steps in the stable and in the panic window. */
  readonly stableSteps: number;
  readonly panicSteps: number;
  readonly settings: KnativeSettings;
}

/** Time between decisions in s, divided by the time scale. */
const TICK = 2;

/**
 * Knative's pod autoscaler, `knativePodAutoscaler.desiredReplicas`, on the requests in the system (a reading at each control step)
 * or on requests per second as a share of the service rate. It begins in panic where more than one container runs, as
 * Knative's does. A fleet is at least one container: it doesn't scale to zero.
 *
 * The default target is that of a container that serves one request at a time (a concurrency limit of 1, and Knative's 70 %).
 */
export const kpa = scalingFamily({
  name: "kpa",
  summary: "Knative's pod autoscaler: concurrency in a stable and in a panic window",
  parameters: {
    target: {
      type: "number",
      default: 0.7,
      minimum: 0.01,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0.3, high: 6, scale: "log" },
      unit: "requests, or share of the service rate",
      meaning: "load of a container that is aimed at",
    },
    onRate: {
      type: "switch",
      default: false,
      unit: "",
      meaning: "look at requests per second in place of requests in the system",
    },
    stableWindow: {
      type: "number",
      default: 60,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 6, high: 600, scale: "log" },
      unit: "s, divided by the time scale",
      meaning: "time over which load is averaged; at least a control step",
    },
    panicShare: {
      type: "number",
      default: 0.1,
      minimum: 0.01,
      maximum: 1,
      unit: "share of the stable window",
      meaning: "length of the panic window; at least a control step",
    },
    panicThreshold: {
      type: "number",
      default: 2,
      minimum: 1.1,
      maximum: 10,
      search: { low: 1.1, high: 4, scale: "linear" },
      unit: "multiple of the ready fleet",
      meaning: "fleet needed for the panic window's load from which panic begins",
    },
    maxScaleUp: {
      type: "number",
      default: 1000,
      minimum: 1.1,
      maximum: Number.POSITIVE_INFINITY,
      unit: "multiple of the ready fleet",
      meaning: "largest fleet asked for",
    },
    maxScaleDown: {
      type: "number",
      default: 2,
      minimum: 1.1,
      maximum: Number.POSITIVE_INFINITY,
      unit: "",
      meaning: "the smallest fleet asked for is the ready fleet divided by this",
    },
    scaleDownDelay: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      unit: "s, divided by the time scale",
      meaning: "as `window`, which is what is tuned: a scale-down waits this long",
    },
  },
  build({ onRate, stableWindow, panicShare, scaleDownDelay, ...limits }) {
    return {
      start({ controlInterval, initialFleet, timeScale }): KpaMemory {
        const stableSteps = Math.max(1, Math.round(stableWindow / timeScale / controlInterval));
        return {
          replicas: initialFleet,
          due: TICK / timeScale,
          loads: [],
          panic: initialFleet > 1 ? { since: 0, most: initialFleet } : CALM,
          asked: undefined,
          windows: {
            period: TICK / timeScale,
            scaleDownDelay: scaleDownDelay / timeScale,
            stableSteps,
            panicSteps: Math.max(1, Math.round(panicShare * stableSteps)),
            settings: { ...limits, stableWindow: stableSteps * controlInterval },
          },
        };
      },
      decide(observation, memory: KpaMemory) {
        const { time } = observation;
        if (time === 0) return { scale: 0, memory };
        const { windows } = memory;
        const seen = onRate ? relativeRate(observation) : requestsHeld(observation);
        const isFull = memory.loads.length === windows.stableSteps;
        const loads = memory.loads.slice(isFull ? 1 : 0);
        loads.push(seen);
        if (!isDue(memory.due, time))
          return { scale: commandTowards(memory.replicas, observation), memory: { ...memory, loads } };
        const stable = meanOfLast(loads, windows.stableSteps);
        const panicLoad = meanOfLast(loads, windows.panicSteps);
        const ready = readyCount(observation);
        const decision = desiredReplicas(
          { stable, panic: panicLoad, ready, time },
          memory.panic,
          windows.settings,
        );
        const asked = withValue(memory.asked, decision.replicas, time);
        const replicas = Math.min(
          Math.max(largestWithin(asked, windows.scaleDownDelay), 1),
          observation.size,
        );
        const due = nextDue(memory.due, windows.period, time);
        return {
          scale: commandTowards(replicas, observation),
          memory: { replicas, due, loads, panic: decision.panic, asked, windows },
        };
      },
    };
  },
});

function meanOfLast(loads: readonly number[], count: number): number {
  const first = Math.max(0, loads.length - count);
  let sum = 0;
  for (let i = first; i < loads.length; i++) sum += loads[i];
  return sum / (loads.length - first);
}

function requestsHeld({ size, queueDepth }: Observation): number {
  let held = 0;
  for (let i = 0; i < size; i++) held += queueDepth[i];
  return held;
}

function relativeRate({ size, arrivalRate, serviceRate }: Observation): number {
  let total = 0;
  for (let i = 0; i < size; i++) total += serviceRate[i];
  return (arrivalRate * size) / total;
}

function readyCount({ size, state }: Observation): number {
  let ready = 0;
  for (let i = 0; i < size; i++) if (state[i] === ContainerState.ready) ready++;
  return ready;
}
