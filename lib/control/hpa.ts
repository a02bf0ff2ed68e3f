import { ContainerState, type Observation } from "../cluster/contract.js";
import { scalingFamily } from "./families.js";
import { limitedReplicas, type PodCounts, replicasFor } from "./horizontal-pod-autoscaler.js";
import { commandTowards } from "./observed.js";
import { CLOCK_SLACK, isDue, nextDue } from "./schedule.js";
import { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";

/** What the horizontal pod autoscaler remembers; times in s of the cluster's clock. */
export interface HpaMemory {
  /** Containers asked for. */
  readonly replicas: number;
  /** When it decides next. */
  readonly due: number;
  /** Recommendations, and the same with their signs changed; undefined where scale-ups aren't stabilized. */
  readonly highest: SlidingMaximum;
  readonly lowest: SlidingMaximum | undefined;
  /** Changes of `replicas` within the period of the rates. */
  readonly changes: readonly { readonly time: number; readonly change: number }[];
  /** States seen at the last step: a container's CPU tells something only if it was ready throughout the interval. */
  readonly states: Uint8Array | undefined;
  readonly windows: Windows;
}

interface Windows {
  readonly period: number;
  readonly stabilization: number;
  readonly stabilizationUp: number;
  readonly ratePeriod: number;
}

/**
 * Kubernetes' horizontal pod autoscaler on CPU: `horizontalPodAutoscaler.desiredReplicas` once a period, then stabilization (no
 * lower than the highest recommendation of the window for fewer, no higher than the lowest of the other for more), then the
 * rates. Between decisions it goes on towards what it asked for.
 *
 * A starting container isn't ready, one that became ready within the interval neither, since its CPU is from before; containers
 * asked for that a largest step has held back count like starting ones. Draining ones are left out.
 */
export const hpa = scalingFamily({
  name: "hpa",
  summary: "Kubernetes' horizontal pod autoscaler on CPU",
  parameters: {
    target: {
      type: "number",
      default: 0.8,
      minimum: 0.01,
      maximum: 1,
      search: { low: 0.3, high: 0.95, scale: "linear" },
      unit: "share of CPU",
      meaning: "mean CPU that is aimed at",
    },
    tolerance: {
      type: "number",
      default: 0.1,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 0.3, scale: "linear" },
      unit: "share of the target",
      meaning: "largest distance from the target at which nothing changes",
    },
    stabilization: {
      type: "number",
      default: 300,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 1000, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "a scale-down goes no lower than the highest recommendation within this time",
    },
    period: {
      type: "number",
      default: 15,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 5, high: 60, scale: "log" },
      unit: "s, divided by the time scale",
      meaning: "time between decisions; at least a control step",
    },
    stabilizationUp: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      unit: "s, divided by the time scale",
      meaning: "a scale-up goes no higher than the lowest recommendation within this time",
    },
    upShare: {
      type: "number",
      default: 1,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      unit: "share of the fleet",
      meaning: "most containers added within a rate period; `upPods` where that is more",
    },
    upPods: {
      type: "integer",
      default: 4,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      unit: "containers",
      meaning: "most containers added within a rate period; `upShare` where that is more",
    },
    downShare: {
      type: "number",
      default: 1,
      minimum: 0,
      maximum: 1,
      unit: "share of the fleet",
      meaning: "most containers removed within a rate period",
    },
    ratePeriod: {
      type: "number",
      default: 15,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      unit: "s, divided by the time scale",
      meaning: "time over which the rates hold",
    },
  },
  build({ target, tolerance, stabilization, period, stabilizationUp, ratePeriod, ...rates }) {
    return {
      start(spec): HpaMemory {
        const replicas = spec.initialFleet;
        const scaled = (seconds: number) => seconds / spec.timeScale;
        return {
          replicas,
          due: scaled(period),
          highest: withValue(undefined, replicas, 0),
          lowest: stabilizationUp > 0 ? withValue(undefined, -replicas, 0) : undefined,
          changes: [],
          states: undefined,
          windows: {
            period: scaled(period),
            stabilization: scaled(stabilization),
            stabilizationUp: scaled(stabilizationUp),
            ratePeriod: scaled(ratePeriod),
          },
        };
      },
      decide(observation, memory: HpaMemory) {
        const { time } = observation;
        if (time === 0) return { scale: 0, memory };
        const states = observation.state.slice();
        if (!isDue(memory.due, time))
          return { scale: commandTowards(memory.replicas, observation), memory: { ...memory, states } };
        const { windows, replicas: current } = memory;
        const recommended = replicasFor(podCounts(observation, memory), target, tolerance);
        const highest = withValue(memory.highest, recommended, time);
        const lowest = memory.lowest && withValue(memory.lowest, -recommended, time);
        const most = largestWithin(highest, windows.stabilization);
        const least = lowest ? -largestWithin(lowest, windows.stabilizationUp) : recommended;
        const desired = Math.min(Math.max(current, least), most);
        const changes = memory.changes.filter(
          (entry) => entry.time > time - windows.ratePeriod + CLOCK_SLACK,
        );
        let added = 0;
        let removed = 0;
        for (const { change } of changes)
          if (change > 0) added += change;
          else removed -= change;
        const limited = limitedReplicas({ desired, current, added, removed }, rates);
        const replicas = Math.min(Math.max(limited, 1), observation.size);
        if (replicas !== current) changes.push({ time, change: replicas - current });
        const due = nextDue(memory.due, windows.period, time);
        return {
          scale: commandTowards(replicas, observation),
          memory: { replicas, due, highest, lowest, changes, states, windows },
        };
      },
    };
  },
});

function podCounts(observation: Observation, { states, replicas }: HpaMemory): PodCounts {
  const { ready, starting } = ContainerState;
  let measured = 0;
  let utilization = 0;
  let notReady = 0;
  for (let i = 0; i < observation.size; i++) {
    const state = observation.state[i];
    if (state === ready && (states === undefined || states[i] === ready)) {
      measured++;
      utilization += observation.cpu[i];
    } else if (state === ready || state === starting) notReady++;
  }
  notReady = Math.max(notReady, replicas - measured);
  return { measured, utilization, missing: 0, notReady, current: replicas };
}
