import {
  ContainerState,
  type Observation,
  WRITEUP_SCALE_DOWN,
  WRITEUP_SCALE_UP,
} from "../../cluster/index.js";
import type { Controller } from "../../control/index.js";
import { type TrainedPolicy, trainedAgent } from "../../ppo/index.js";
import { mean } from "../../statistics/index.js";

/**
 * What is changed about a trained agent without training it again:
 * - none;
 * - starting-shown: containers that start look as if they were ready and at work like the others;
 * - equal-weights: its scaling alone, with equal routing weights;
 * - wide-band: it holds where the scale lies between 0.1 and 0.9 in place of 0.3 and 0.7;
 * - sampled: it draws its actions, as in training, in place of taking their mean.
 */
export type Alteration = (typeof ALTERATIONS)[number];

export const ALTERATIONS = ["none", "starting-shown", "equal-weights", "wide-band", "sampled"] as const;

/** The agent of a trained policy with an alteration, as a controller. */
export function alteredAgent(policy: TrainedPolicy, alteration: Alteration): Controller {
  const agent: Controller = trainedAgent(policy);
  switch (alteration) {
    case "none":
      return agent;
    case "starting-shown":
      return { ...agent, decide: (seen, memory) => agent.decide(startingShown(seen), memory) };
    case "equal-weights":
      return {
        ...agent,
        decide(seen, before) {
          const { action, memory } = agent.decide(seen, before);
          return { action: { ...action, weights: new Float64Array(seen.size).fill(1) }, memory };
        },
      };
    case "wide-band":
      // Half as far from the middle: 0.9 becomes 0.7.
      return trainedAgent(policy, {
        alter(vector) {
          const last = vector.length - 1;
          const middle = (WRITEUP_SCALE_UP + WRITEUP_SCALE_DOWN) / 2;
          vector[last] = middle + (vector[last] - middle) / 2;
        },
      });
    case "sampled":
      return trainedAgent(policy, { isSampled: true });
  }
}

/** The observation with starting containers as ready ones that show the mean of those that are. */
function startingShown(seen: Observation): Observation {
  const { ready, starting } = ContainerState;
  const working = [...seen.state.keys()].filter((i) => seen.state[i] === ready);
  if (working.length === 0 || !seen.state.includes(starting)) return seen;
  const filled = (values: Float64Array) => {
    const shown = mean(working.map((i) => values[i]));
    return values.map((value, i) => (seen.state[i] === starting ? shown : value));
  };
  return {
    size: seen.size,
    time: seen.time,
    arrivalRate: seen.arrivalRate,
    arrivalTrend: seen.arrivalTrend,
    fleetSize: seen.fleetSize,
    timeSinceScaleChange: seen.timeSinceScaleChange,
    lastScale: seen.lastScale,
    cpuShare: seen.cpuShare,
    memoryMiB: seen.memoryMiB,
    serviceRate: seen.serviceRate,
    lastWeights: seen.lastWeights,
    state: seen.state.map((state) => (state === starting ? ready : state)),
    cpu: filled(seen.cpu),
    memory: filled(seen.memory),
    latency: filled(seen.latency),
    errorRate: filled(seen.errorRate),
    queueDepth: filled(seen.queueDepth),
  };
}
