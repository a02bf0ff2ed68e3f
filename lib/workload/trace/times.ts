/** A date with a time, and perhaps parts of a second and a zone, as ISO 8601 and RFC 3339 write it. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** Epochs in s, ms, us and ns differ by so much that their size tells them apart (years 1973 to 5138). */
const UNITS: readonly (readonly [above: number, seconds: number])[] = [
  [1e17, 1e-9],
  [1e14, 1e-6],
  [1e11, 1e-3],
];

/**
 * A time in s: seconds as they are, an epoch in s, ms, us or ns by its size, or an ISO date, without a zone in UTC. NaN where it
 * is none of these.
 */
export function secondsOf(text: string): number {
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const value = Number(trimmed);
  if (Number.isFinite(value)) {
    const [, unit] = UNITS.find(([above]) => Math.abs(value) > above) ?? [0, 1];
    return value * unit;
  }
  const found = ISO.exec(trimmed);
  if (found === null) return Number.NaN;
  const [, date, clock = "00:00", fraction = "", zone = "Z"] = found;
  const offset = /^(Z|UTC)$/i.test(zone) ? "Z" : zone.replace(/^(.\d\d):?(\d\d)$/, "$1:$2");
  // Dates have milliseconds; what is finer is added.
  return Date.parse(`${date}T${clock}${offset}`) / 1000 + Number(fraction === "" ? 0 : `0${fraction}`);
}
