import { z } from "zod";
import type { ClusterSpec, StepResult, StepStatistics } from "../../cluster/index.js";

/** Means over steps. */
export interface StepMeans {
  /** Reward of a step, and its weighted terms. */
  readonly stepReward: number;
  readonly terms: Readonly<Record<string, number>>;
  /** Share of steps in which the fleet changed, and in which a change was asked for. */
  readonly churnRate: number;
  readonly commandRate: number;
  /** Container-seconds as a share of the whole fleet's. */
  readonly fleetShare: number;
  /** SLA violations / requests. */
  readonly violationRate: number;
}

const sums = z.record(z.string(), z.number());

/** Sums of steps as plain JSON. */
export const stepSumsState = z.strictObject({ steps: z.int().min(0), sums, terms: sums });
export type StepSumsState = z.infer<typeof stepSumsState>;

const EMPTY: StepSumsState = Object.freeze({ steps: 0, sums: {}, terms: {} });

/** Sums up steps from one line of a log to the next. */
export class StepSums {
  #state: StepSumsState = EMPTY;

  constructor(readonly spec: ClusterSpec) {}

  /** Takes in a step with its reward and terms. */
  add(statistics: StepStatistics, { reward, terms }: Pick<StepResult, "reward" | "terms">): void {
    const { scaleEffect, scaleCommand, containerSeconds, violations, requests } = statistics;
    const [churn, commands] = [Number(scaleEffect !== 0), Number(scaleCommand !== 0)];
    const { steps, sums, terms: before } = this.#state;
    this.#state = {
      steps: steps + 1,
      sums: added(sums, { reward, churn, commands, containerSeconds, violations, requests }),
      terms: added(before, terms),
    };
  }

  /** The means since the last call; NaN where there was no step. */
  takeMeans(): StepMeans {
    const { steps, sums, terms } = this.#state;
    const { controlInterval, containers } = this.spec;
    this.#state = EMPTY;
    return {
      stepReward: sums.reward / steps,
      terms: Object.fromEntries(Object.entries(terms).map(([name, sum]) => [name, sum / steps])),
      churnRate: sums.churn / steps,
      commandRate: sums.commands / steps,
      fleetShare: sums.containerSeconds / (steps * containers.length * controlInterval),
      violationRate: sums.violations / sums.requests,
    };
  }

  state(): StepSumsState {
    return this.#state;
  }

  restore(state: StepSumsState): void {
    this.#state = state;
  }
}

function added(sums: Readonly<Record<string, number>>, values: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (sums[name] ?? 0) + value]));
}
