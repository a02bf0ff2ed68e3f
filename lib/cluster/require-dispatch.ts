import type { ClusterSpec, Dispatch } from "./contract.js";

/**
 * Throws a RangeError unless a kind of cluster has the spec's dispatch.
 * @param world what the cluster is called in the message: "the simulated cluster".
 */
export function requireDispatch(
  world: string,
  { dispatch }: Pick<ClusterSpec, "dispatch">,
  available: readonly Dispatch[],
): void {
  if (!available.includes(dispatch))
    throw new RangeError(`dispatch ${dispatch} isn't available on ${world}; it has ${available.join(", ")}`);
}
