import { ContainerState, type Observation } from "../cluster/contract.js";

/**
 * Shares of `arrivals` expected requests that level the time to empty of the ready containers (water-filling).
 *
 * With queue depths q_i and service rates mu_i, container i gets a_i = max(0, h mu_i - q_i) requests, and the level h (in s)
 * is the one with sum_i a_i = arrivals. So every container that gets requests ends with the same (q_i + a_i)/mu_i = h, and
 * one with a longer queue gets none: the largest time to empty is as small as it can be. Since each works off mu_i T in an
 * interval of length T, the same shares level the expected backlog at its end.
 *
 * Edge cases: equal q_i/mu_i give a_i proportional to mu_i; as arrivals grow without bound so do all others; one ready
 * container gets everything; containers that aren't ready get 0, and with none ready all are 0.
 * Complexity: O(N^2) at worst, two passes as a rule.
 * @param arrivals expected requests, > 0.
 * @param shares receives a_i / arrivals, length N; the ready ones sum to 1.
 * @example
 * const { ready } = cluster.ContainerState;
 * const seen = { size: 2, state: [ready, ready], queueDepth: [4, 0], serviceRate: [8, 8] };
 * const shares = new Float64Array(2);
 * control.equalizingShares(seen as unknown as cluster.Observation, 8, shares);
 * shares; // -> [0.25, 0.75]
 */
export function equalizingShares(observation: Observation, arrivals: number, shares: Float64Array): void {
  const { size, state, queueDepth, serviceRate } = observation;
  let level = Number.POSITIVE_INFINITY;
  for (;;) {
    let requests = arrivals;
    let rate = 0;
    for (let i = 0; i < size; i++) {
      if (state[i] !== ContainerState.ready || queueDepth[i] >= level * serviceRate[i]) continue;
      requests += queueDepth[i];
      rate += serviceRate[i];
    }
    // Leaving out a container above the level lowers the level, until every one that is left lies under it.
    const lower = requests / rate;
    if (!(lower < level)) break;
    level = lower;
  }
  for (let i = 0; i < size; i++) {
    const requests = state[i] === ContainerState.ready ? level * serviceRate[i] - queueDepth[i] : 0;
    shares[i] = requests > 0 ? requests / arrivals : 0;
  }
}
