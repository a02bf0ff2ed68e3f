/** What the set-up of an experiment may look at: tuning reads train and dev only, test stays locked until the end. */
export type Split = "train" | "dev" | "test";

/** Where a workload belongs: to a split, or to none, as the user's own: everything may use it, each with seeds of its own. */
export type WorkloadSplit = Split | "own";

/** What a workload is asked for: one trace of arrival rates for one run. */
export interface TraceRequest {
  /** Seed of the run; the same seed gives the same trace. */
  readonly seed: number;
  /** Requests/s the whole cluster serves with every container ready (sum of service rates). */
  readonly capacity: number;
  /** Number of slots. */
  readonly slots: number;
  /** Length of a slot in s; the rate is constant within a slot. */
  readonly slotLength: number;
  /** Periods, durations and time constants of the family are divided by this. */
  readonly timeScale: number;
}

/** A seeded family member: turns a seed into a trace of arrival rates. */
export interface Workload {
  /** Unique name, e.g. "diurnal-0.4"; goes into the `workload` column. */
  readonly name: string;
  /** The family, e.g. "diurnal". */
  readonly family: string;
  readonly split: WorkloadSplit;
  /** Parameters, as fractions of capacity and seconds before `timeScale`. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Arrival rate of each slot in requests/s, length `slots`: arrivals form a Poisson process with this intensity. */
  trace(request: TraceRequest): Float64Array;
  /**
   * Where the very requests are known: when each of them comes, in s since the run's start, ascending. The rates of `trace` then
   * count them. Left out: requests come at random.
   */
  readonly arrivals?: ((request: TraceRequest) => Float64Array) | undefined;
  /** What training sees of it: a stretch from a place that the seed draws. Left out: cut from a longer trace (see `windowed`). */
  readonly inWindows?: (() => PlayedWorkload) | undefined;
}

/** What a workload says of a run. */
export type PlayedWorkload = Pick<Workload, "trace" | "arrivals">;
