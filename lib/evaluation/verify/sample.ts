import { RandomStream } from "../../random/index.js";

/**
 * A random sample of places 0 .. n-1, ascending: a share of them, at least one, and at least one of each kind.
 * @param kinds kind of each place.
 */
export function sampledPlaces(
  kinds: readonly string[],
  share: number,
  seed: number,
  name: string,
): readonly number[] {
  const random = RandomStream.of(seed, "verify", name);
  const order = [...kinds.keys()];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  const chosen = new Set(
    order.slice(0, Math.max(Math.round(share * order.length), Math.min(1, order.length))),
  );
  const seen = new Set([...chosen].map((place) => kinds[place]));
  for (const place of order) {
    if (seen.has(kinds[place])) continue;
    seen.add(kinds[place]);
    chosen.add(place);
  }
  return [...chosen].sort((a, b) => a - b);
}
