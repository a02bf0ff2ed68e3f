import type { EpisodeNeeds } from "../../encoding.js";
import { RateHistory } from "./rate-history.js";
import { RecentMean } from "./recent-mean.js";

/** What the encoding remembers of a cluster's episode. It goes on in place. */
export interface FleetMemory {
  readonly episode: EpisodeNeeds;
  /** Of each container in requests/s. */
  readonly serviceRates: Float64Array;
  /** Arrival rates as shares of the whole cluster's capacity. */
  readonly rates: RateHistory;
  /** Estimated shares of violations. */
  readonly violations: RecentMean;
}

/** The memory before an episode's first observation. */
export function freshMemory(episode: EpisodeNeeds): FleetMemory {
  const serviceRates = Float64Array.from(episode.spec.containers, ({ serviceRate }) => serviceRate);
  return { episode, serviceRates, rates: new RateHistory(), violations: new RecentMean() };
}

/** The same memory, which goes on by itself. */
export function copyMemory(memory: FleetMemory): FleetMemory {
  return { ...memory, rates: memory.rates.copy(), violations: memory.violations.copy() };
}
