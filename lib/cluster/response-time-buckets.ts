/**
 * Buckets of response times, each 1 % wider than the one before, so that histograms of any two runs can be added
 * and a quantile is known to within 1 %.
 *
 * Bucket k holds times in [lower * ratio^k, lower * ratio^(k+1)); the first also takes everything below, the last
 * everything above.
 */
export const ResponseTimeBuckets = Object.freeze({
  /** Lower edge of bucket 0 in s. */
  lower: 1e-4,
  /** Upper edge of a bucket / lower edge. */
  ratio: 1.01,
  /** Number of buckets: 1e-4 s to about 1e3 s. */
  count: 1620,
});

const LOG_LOWER = Math.log(ResponseTimeBuckets.lower);
const PER_LOG = 1 / Math.log(ResponseTimeBuckets.ratio);

/** The bucket's definition; a logarithm for each response time would be a good part of a simulation's time. */
function indexByLogarithm(responseTime: number): number {
  const index = Math.floor((Math.log(responseTime) - LOG_LOWER) * PER_LOG);
  return index < 0 ? 0 : index >= ResponseTimeBuckets.count ? ResponseTimeBuckets.count - 1 : index;
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Which of the two words of a number is the one with sign, exponent and the first 20 bits of the fraction. */
const HIGH = new Uint32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1;

/** Cell of a positive number: its exponent and the first 8 bits of its fraction, so that a cell is at most 0.4 % wide. */
function cellOf(value: number): number {
  number[0] = value;
  return words[HIGH] >>> 12;
}

const FIRST_CELL = cellOf(ResponseTimeBuckets.lower);
const CELLS =
  cellOf(ResponseTimeBuckets.lower * ResponseTimeBuckets.ratio ** ResponseTimeBuckets.count) - FIRST_CELL;

/** Least number of the cell. */
function cellBegin(cell: number): number {
  words[HIGH] = (FIRST_CELL + cell) * 2 ** 12;
  words[1 - HIGH] = 0;
  return number[0];
}

/** Bucket in which each cell begins. */
const BEGINS = Int16Array.from({ length: CELLS + 1 }, (_, cell) => indexByLogarithm(cellBegin(cell)));
/** Where the next bucket begins, for each cell that holds its beginning; else Infinity. */
const NEXT = Float64Array.from({ length: CELLS }, (_, cell) => {
  if (BEGINS[cell] === BEGINS[cell + 1]) return Number.POSITIVE_INFINITY;
  let below = cellBegin(cell);
  let above = cellBegin(cell + 1);
  for (;;) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) return above;
    if (indexByLogarithm(middle) === BEGINS[cell]) below = middle;
    else above = middle;
  }
});

/**
 * Index of the bucket that holds `responseTime` (s, >= 0).
 * @example
 * cluster.bucketIndex(0); // -> 0
 * cluster.bucketIndex(0.125) === cluster.bucketIndex(0.1251); // -> true
 */
export function bucketIndex(responseTime: number): number {
  const cell = cellOf(responseTime) - FIRST_CELL;
  if (!(cell >= 0 && cell < CELLS)) return indexByLogarithm(responseTime);
  return responseTime >= NEXT[cell] ? BEGINS[cell] + 1 : BEGINS[cell];
}

/**
 * Geometric middle of bucket `index` in s.
 * @example
 * cluster.bucketMiddle(0); // -> 1e-4 * Math.sqrt(1.01)
 */
export function bucketMiddle(index: number): number {
  return ResponseTimeBuckets.lower * ResponseTimeBuckets.ratio ** (index + 0.5);
}
