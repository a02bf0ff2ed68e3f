import assert from "node:assert/strict";

/** Asserts that `actual` is within the relative `tolerance` of `expected` (0 must be 0 or within 1e-300). */
export function close(actual: number, expected: number, tolerance = 1e-12, label = ""): void {
  const allowed = tolerance * Math.abs(expected) + 1e-300;
  assert.ok(Math.abs(actual - expected) <= allowed, `${label} got ${actual}, expected ${expected}`.trim());
}

/** Asserts that every measure of `expected` is matched. */
export function assertMeasuresClose(actual: object, expected: object, tolerance = 1e-12): void {
  for (const [name, value] of Object.entries(expected))
    close((actual as Record<string, number>)[name], value, tolerance, name);
}
