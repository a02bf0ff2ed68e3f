import type { DataReader } from "../../report/index.js";
import { CLAIMS, type Claim, type SizedEffect } from "./claims.js";
import { type ClaimSource, claimSources } from "./sources.js";
import type { Verdict } from "./verdict.js";

/** A claim in one world, and what came out. */
export interface ClaimCheck extends Pick<Claim, "claim" | "style" | "limit"> {
  readonly world: ClaimSource["world"];
  /** What was measured, and where. */
  readonly measure: string;
  readonly verdict: Verdict;
  /** The effect at each number of containers that was measured. */
  readonly effects: readonly SizedEffect[];
}

/** Every claim in every world it is measured in: claim by claim, in each world by world, the real one last. */
export function claimChecks(data: DataReader): readonly ClaimCheck[] {
  return claimSources(data)
    .flatMap((source) => CLAIMS.flatMap((claim) => checked(claim, source)))
    .sort((a, b) => a.claim.localeCompare(b.claim));
}

/** The check of a claim in one world; none where it isn't measured there. */
export function checked(claim: Claim, source: ClaimSource): readonly ClaimCheck[] {
  if (!claim.worlds.includes(source.world)) return [];
  const effects = source.sizes
    .map((size) => ({ size, effect: claim.effect(source, size) }))
    .filter(({ effect }) => !Number.isNaN(effect.estimate));
  const signs = effects
    .map((own) => claim.favours(own, effects, source))
    .filter((sign) => sign !== undefined);
  if (signs.length === 0) return [];
  return [
    {
      claim: claim.claim,
      world: source.world,
      ...(claim.style && { style: claim.style }),
      ...(claim.limit !== undefined && { limit: claim.limit }),
      measure: `${claim.measure}; ${source.name}`,
      verdict: claim.verdict(signs),
      effects,
    },
  ];
}
