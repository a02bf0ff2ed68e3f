/**
 * Argument checks shared by every public function: each throws one clear line that names the argument and its value.
 */

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function requireNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== "number")
    throw new TypeError(`${name} must be a number, got ${describe(value)} (${typeof value})`);
}

/**
 * Throws unless `value` is a finite number.
 * @example
 * check.requireFinite("beta", Number.NaN); // throws RangeError: beta must be finite, got NaN
 */
export function requireFinite(name: string, value: unknown): asserts value is number {
  requireNumber(name, value);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, got ${value}`);
}

/**
 * Throws unless `value` is finite and > 0.
 * @example
 * check.requirePositive("arrivalRate", 0); // throws RangeError: arrivalRate must be positive, got 0
 * check.requirePositive("arrivalRate", "6.4");
 * // throws TypeError: arrivalRate must be a number, got "6.4" (string)
 */
export function requirePositive(name: string, value: unknown): asserts value is number {
  requireNumber(name, value);
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} must be positive, got ${value}`);
}

/**
 * Throws unless `value` is finite and >= 0.
 * @example
 * check.requireNonNegative("time", -1); // throws RangeError: time must be zero or more, got -1
 */
export function requireNonNegative(name: string, value: unknown): asserts value is number {
  requireNumber(name, value);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new RangeError(`${name} must be zero or more, got ${value}`);
}

/**
 * Throws unless `minimum <= value <= maximum`.
 * @example
 * check.requireWithin("swing", 1.5, 0, 1); // throws RangeError: swing must be between 0 and 1, got 1.5
 */
export function requireWithin(
  name: string,
  value: unknown,
  minimum: number,
  maximum: number,
): asserts value is number {
  requireNumber(name, value);
  if (!(value >= minimum && value <= maximum))
    throw new RangeError(`${name} must be between ${minimum} and ${maximum}, got ${value}`);
}

/**
 * Throws unless `value` is a whole number of at least `minimum` (and at most `maximum`, where given).
 * @example
 * check.requireInteger("servers", 2.5); // throws RangeError: servers must be a whole number of at least 1, got 2.5
 */
export function requireInteger(
  name: string,
  value: unknown,
  minimum = 1,
  maximum = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  requireNumber(name, value);
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    const upper = maximum === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${maximum}`;
    throw new RangeError(`${name} must be a whole number of at least ${minimum}${upper}, got ${value}`);
  }
}
