import { requireInteger } from "../check/index.js";
import type { StepResult } from "../cluster/contract.js";
import { RECORDED_NUMBERS, type RecordedNumber, ResponseTimeBuckets } from "../cluster/index.js";

/** A number of `StepStatistics`, or what the record adds to it. */
export type RecordColumn = RecordedNumber | "time" | "duration" | "reward";

/**
 * Numeric columns of a record, in file order: those of the step's statistics, with true and false as 1 and 0, and three more.
 *
 * time: s since the reset at the end of the step. duration: length of the step in s. reward: of the step.
 */
export const RECORD_COLUMNS: readonly RecordColumn[] = Object.freeze([
  "step",
  "time",
  "duration",
  ...RECORDED_NUMBERS.filter((name) => name !== "step"),
  "reward",
] as const);

/** One row before it is in a table: numeric columns in the order of `RECORD_COLUMNS`, weighted reward terms in the table's order. */
export interface RecordRow {
  readonly values: ArrayLike<number>;
  readonly terms: ArrayLike<number>;
  /** Bucket indices, ascending, and how many completions each holds. */
  readonly buckets: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/**
 * The record of an episode: one row per control step, kept in columns that grow. Every metric, table and figure
 * derives from it. Response-time histograms are kept sparse, as (bucket, count) pairs.
 * @example
 * const records = new evaluation.RecordTable({ size: 5 });
 * const values = evaluation.RECORD_COLUMNS.map((name) => (name === "requests" ? 12 : 0));
 * records.appendRow({ values, terms: [], buckets: [], counts: [] });
 * records.column("requests"); // -> [12]
 */
export class RecordTable {
  /** N, the number of containers of the cluster. */
  readonly size: number;
  /** Names of the reward's terms. */
  readonly termNames: readonly string[];
  readonly #columns: Float64Array[];
  readonly #terms: Float64Array[];
  #length = 0;
  #capacity = 64;
  /** Pairs of row i are at #rowEnd[i-1] .. #rowEnd[i] - 1. */
  #rowEnd = new Float64Array(64);
  #buckets = new Uint16Array(1024);
  #counts = new Uint32Array(1024);
  #pairs = 0;

  /** @throws RangeError unless `size` is a whole number of at least 1. */
  constructor({ size, termNames = [] }: { readonly size: number; readonly termNames?: readonly string[] }) {
    requireInteger("size", size);
    this.size = size;
    this.termNames = Object.freeze([...termNames]);
    this.#columns = RECORD_COLUMNS.map(() => new Float64Array(this.#capacity));
    this.#terms = termNames.map(() => new Float64Array(this.#capacity));
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** The column called `name`, one value per row: a view that the next row may leave behind. */
  column(name: RecordColumn): Float64Array {
    const index = RECORD_COLUMNS.indexOf(name);
    if (index < 0) throw new RangeError(`column must be one of ${RECORD_COLUMNS.join(", ")}, got ${name}`);
    return (this.#columns[index] as Float64Array).subarray(0, this.#length);
  }

  /** The weighted reward term called `name`, one value per row. */
  term(name: string): Float64Array {
    const index = this.termNames.indexOf(name);
    if (index < 0) throw new RangeError(`term must be one of ${this.termNames.join(", ")}, got ${name}`);
    return (this.#terms[index] as Float64Array).subarray(0, this.#length);
  }

  /** Response-time histogram of rows `from` to before `to` (of all rows, when left out), one count per bucket. */
  histogram(from = 0, to = this.#length): Float64Array {
    requireInteger("from", from, 0, this.#length);
    requireInteger("to", to, from, this.#length);
    const merged = new Float64Array(ResponseTimeBuckets.count);
    const end = this.#pairsEnd(to - 1);
    for (let i = this.#pairsEnd(from - 1); i < end; i++)
      merged[this.#buckets[i] as number] += this.#counts[i] as number;
    return merged;
  }

  /** The (bucket, count) pairs of row `row`. */
  histogramPairs(row: number): { readonly buckets: Uint16Array; readonly counts: Uint32Array } {
    requireInteger("row", row, 0, this.#length - 1);
    const [start, end] = [this.#pairsEnd(row - 1), this.#pairsEnd(row)];
    return { buckets: this.#buckets.subarray(start, end), counts: this.#counts.subarray(start, end) };
  }

  /**
   * Copies the step that has just ended into a new row. The step's duration is the time since the row before (since
   * 0, for the first).
   */
  append(result: StepResult): void {
    const row = this.#grow();
    const { statistics } = result;
    const { time } = result.observation;
    const before = row === 0 ? 0 : ((this.#columns[1] as Float64Array)[row - 1] as number);
    for (const [i, name] of RECORD_COLUMNS.entries()) {
      let value: number;
      if (name === "time") value = time;
      else if (name === "duration") value = time - before;
      else if (name === "reward") value = result.reward;
      else value = Number(statistics[name]);
      (this.#columns[i] as Float64Array)[row] = value;
    }
    for (const [i, name] of this.termNames.entries())
      (this.#terms[i] as Float64Array)[row] = result.terms[name] ?? Number.NaN;
    const { histogram } = statistics;
    for (let bucket = 0; bucket < histogram.length; bucket++) {
      const count = histogram[bucket] as number;
      if (count !== 0) this.#addPair(bucket, count);
    }
    this.#finishRow();
  }

  /** Appends a row that is at hand as plain numbers, as read from a file. */
  appendRow({ values, terms, buckets, counts }: RecordRow): void {
    const row = this.#grow();
    for (const [i, column] of this.#columns.entries()) column[row] = values[i] as number;
    for (const [i, term] of this.#terms.entries()) term[row] = terms[i] as number;
    for (let i = 0; i < buckets.length; i++) this.#addPair(buckets[i] as number, counts[i] as number);
    this.#finishRow();
  }

  #pairsEnd(row: number): number {
    return row < 0 ? 0 : (this.#rowEnd[row] as number);
  }

  #addPair(bucket: number, count: number): void {
    if (this.#pairs === this.#buckets.length) {
      const [buckets, counts] = [this.#buckets, this.#counts];
      this.#buckets = new Uint16Array(2 * this.#pairs);
      this.#counts = new Uint32Array(2 * this.#pairs);
      this.#buckets.set(buckets);
      this.#counts.set(counts);
    }
    this.#buckets[this.#pairs] = bucket;
    this.#counts[this.#pairs] = count;
    this.#pairs++;
  }

  #finishRow(): void {
    this.#rowEnd[this.#length] = this.#pairs;
    this.#length++;
  }

  /** Makes room for one more row and returns its index. */
  #grow(): number {
    if (this.#length === this.#capacity) {
      this.#capacity *= 2;
      const longer = (old: Float64Array) => {
        const column = new Float64Array(this.#capacity);
        column.set(old);
        return column;
      };
      for (const columns of [this.#columns, this.#terms])
        for (let i = 0; i < columns.length; i++) columns[i] = longer(columns[i] as Float64Array);
      this.#rowEnd = longer(this.#rowEnd);
    }
    return this.#length;
  }
}
