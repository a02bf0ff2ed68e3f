import type { EpisodeNeeds } from "../../encoding.js";
import { RateHistory } from "./rate-history.js";
import { RecentMean } from "./recent-mean.js";

/** What the encoding remembers of a cluster's episode. It goes on in place. */
export interface FleetMemory {
  readonly episode: EpisodeNeeds;
  /** Arrival rates as shares of the whole cluster's capacity. */
  readonly rates: RateHistory;
  /** Estimated shares of violations. */
  readonly violations: RecentMean;
}

/** The memory before an episode's first observation. */
export function freshMemory(episode: EpisodeNeeds): FleetMemory {
  return { episode, rates: new RateHistory(), violations: new RecentMean() };
}

/** The same memory, which goes on by itself. */
export function copyMemory({ episode, rates, violations }: FleetMemory): FleetMemory {
  return { episode, rates: rates.copy(), violations: violations.copy() };
}
