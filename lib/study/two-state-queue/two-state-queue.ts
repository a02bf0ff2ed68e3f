import { requireWithin } from "../../check/index.js";
import type { RandomStream } from "../../random/index.js";
import { total } from "../../statistics/index.js";

/** One episode: the states, one more than actions and rewards. */
export interface TwoStateEpisode {
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
}

/** Chance of a long queue in the next step, by state and action. */
const LONG_NEXT = [
  [0.2, 0.1],
  [0.9, 0.3],
] as const;

/**
 * A decision problem that can be solved exactly, to hold estimates of policy gradients and values against. A queue is short (state 0)
 * or long (1); each step serves slowly (action 0) or fast (1). A long queue costs 2 a step, fast service 1. A policy is the pair of its
 * chances `fast` of serving fast, by state; its parameters are their log odds.
 */
export class TwoStateQueue {
  /** @param discount what a reward is worth one step later, in [0, 1). @throws RangeError beyond that. */
  constructor(readonly discount: number) {
    requireWithin("discount", discount, 0, 1 - Number.EPSILON);
  }

  /** The chance of a long queue in the next step. */
  longNext(state: number, action: number): number {
    return LONG_NEXT[state][action];
  }

  /** What a step pays: -(2 state + action). */
  reward(state: number, action: number): number {
    return -(2 * state + action);
  }

  /** The policy with these log odds: p = 1 / (1 + exp(-theta)). */
  fastShares(theta: readonly number[]): readonly number[] {
    return theta.map((value) => 1 / (1 + Math.exp(-value)));
  }

  /** Q(s, a) = r(s, a) + discount sum_s' P(s' | s, a) V(s'), from the states' values. */
  actionValue(values: readonly number[], state: number, action: number): number {
    const next = mixed(this.longNext(state, action), values[0], values[1]);
    return this.reward(state, action) + this.discount * next;
  }

  /** A(s, a) = Q(s, a) - V(s). */
  advantage(values: readonly number[], state: number, action: number): number {
    return this.actionValue(values, state, action) - values[state];
  }

  /** The mean over a policy's actions of what `of` gives for each action in a state. */
  overActions(fast: readonly number[], state: number, of: (action: number) => number): number {
    return mixed(fast[state], of(0), of(1));
  }

  /** The states' values under a policy: V(s) = sum_a pi(a | s) Q(s, a), put into itself 400 times, which shrinks any error by discount^400. */
  values(fast: readonly number[]): readonly number[] {
    let values: readonly number[] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const before = values;
      values = fast.map((_, s) => this.overActions(fast, s, (a) => this.actionValue(before, s, a)));
    }
    return values;
  }

  /** How often each state is visited in `steps` steps from a short queue, the visit at step t counted as `discount`^t. */
  visits(fast: readonly number[], discount: number, steps = 400): readonly number[] {
    const visits = [0, 0];
    let now = [1, 0];
    for (let t = 0; t < steps; t++) {
      for (const s of [0, 1]) visits[s] += discount ** t * now[s];
      const long = total(fast.map((_, s) => now[s] * this.overActions(fast, s, (a) => this.longNext(s, a))));
      now = [1 - long, long];
    }
    return visits;
  }

  /** The policy gradient theorem: dJ/dtheta_s = d(s) sum_a pi(a | s) (a - p_s) Q(s, a), with J the value of a short queue. */
  policyGradient(theta: readonly number[]): readonly number[] {
    const fast = this.fastShares(theta);
    const [values, visits] = [this.values(fast), this.visits(fast, this.discount)];
    const slope = (s: number, a: number) => (a - fast[s]) * this.actionValue(values, s, a);
    return fast.map((_, s) => visits[s] * this.overActions(fast, s, (a) => slope(s, a)));
  }

  /** An episode under a policy, from the state `start`. */
  episode(fast: readonly number[], random: RandomStream, start = 0, steps = 60): TwoStateEpisode {
    const [states, actions, rewards] = [[start], [], []] as number[][];
    for (let t = 0; t < steps; t++) {
      const state = states[t];
      const action = random.uniform() < fast[state] ? 1 : 0;
      actions.push(action);
      rewards.push(this.reward(state, action));
      states.push(random.uniform() < this.longNext(state, action) ? 1 : 0);
    }
    return { states, actions, rewards };
  }

  /** G_t = sum_k discount^k r_{t+k}: the discounted rewards from each step on. */
  returns(rewards: readonly number[]): readonly number[] {
    const returns = [...rewards];
    for (let t = returns.length - 2; t >= 0; t--) returns[t] += this.discount * returns[t + 1];
    return returns;
  }
}

function mixed(share: number, no: number, yes: number): number {
  return (1 - share) * no + share * yes;
}
