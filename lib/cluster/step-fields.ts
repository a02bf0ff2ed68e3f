/** One field of a step's statistics. */
interface StepField {
  /** count: a whole number; amount: any number; flag: true or false; histogram: counts by bucket of `ResponseTimeBuckets`. */
  readonly type: "count" | "amount" | "flag" | "histogram";
  /** What it is at the beginning of every step; left out: it keeps its value until it is set. */
  readonly begins?: number;
  readonly meaning: string;
  /** Unit, "" where it has none. */
  readonly unit: string;
  /** Least and largest value; one that isn't finite is never reached. */
  readonly range: readonly [number, number];
  /** NaN stands for a value that can't be known. */
  readonly unknowable?: true;
  /** No row of a record holds it. */
  readonly unrecorded?: true;
}

const { POSITIVE_INFINITY: unbounded } = Number;

/**
 * What happened in one control step, each field once: the record, its columns in this order, and the contract's checker follow
 * from this table. Counts are of requests where nothing else is said. All worlds fill every field.
 */
export const STEP_FIELDS = {
  step: {
    type: "count",
    meaning: "index of the step since the reset, from 0",
    unit: "steps",
    range: [0, unbounded],
  },
  offeredRate: {
    type: "amount",
    meaning: "intended arrival rate of the workload",
    unit: "requests/s",
    range: [0, unbounded],
  },
  requests: {
    type: "count",
    begins: 0,
    meaning: "requests that arrived",
    unit: "requests",
    range: [0, unbounded],
  },
  completions: {
    type: "count",
    begins: 0,
    meaning: "requests answered",
    unit: "requests",
    range: [0, unbounded],
  },
  errors: {
    type: "count",
    begins: 0,
    meaning: "requests refused or lost",
    unit: "requests",
    range: [0, unbounded],
  },
  violations: {
    type: "count",
    begins: 0,
    meaning:
      "SLA violations that became certain: answered late, unanswered past the SLA, or an error; each request once",
    unit: "requests",
    range: [0, unbounded],
  },
  responseTimeSum: {
    type: "amount",
    begins: 0,
    meaning: "sum of response times of completions",
    unit: "s",
    range: [0, unbounded],
  },
  histogram: {
    type: "histogram",
    begins: 0,
    meaning: "completions in each bucket of response times",
    unit: "requests",
    range: [0, unbounded],
  },
  containerSeconds: {
    type: "amount",
    begins: 0,
    meaning: "container-seconds billed (starting, ready, draining)",
    unit: "s",
    range: [0, unbounded],
  },
  starting: {
    type: "count",
    meaning: "containers that are starting at the end of the step",
    unit: "containers",
    range: [0, unbounded],
  },
  ready: {
    type: "count",
    meaning: "containers that are ready at the end of the step",
    unit: "containers",
    range: [1, unbounded],
  },
  draining: {
    type: "count",
    meaning: "containers that are draining at the end of the step",
    unit: "containers",
    range: [0, unbounded],
  },
  cpuMean: {
    type: "amount",
    meaning: "mean CPU of the containers that are ready at the end of the step",
    unit: "",
    range: [0, 1],
  },
  memoryMean: {
    type: "amount",
    meaning: "mean memory of the containers that are ready at the end of the step",
    unit: "",
    range: [0, 1],
  },
  latencyMean: {
    type: "amount",
    meaning: "mean latency of the containers that are ready at the end of the step",
    unit: "s",
    range: [0, unbounded],
  },
  queueMean: {
    type: "amount",
    meaning: "mean requests held by the containers that are ready at the end of the step",
    unit: "requests",
    range: [0, unbounded],
  },
  waiting: {
    type: "amount",
    meaning: "requests that wait in ready containers, not in service, at the end of the step",
    unit: "requests",
    range: [0, unbounded],
  },
  oldestAge: {
    type: "amount",
    begins: Number.NaN,
    meaning:
      "time since the arrival of the oldest request that a container holds at the end of the step, 0 where none is held; only the exact simulator knows it",
    unit: "s",
    range: [0, unbounded],
    unknowable: true,
    unrecorded: true,
  },
  errorRateSum: {
    type: "amount",
    meaning: "sum over containers of their error rates",
    unit: "",
    range: [0, unbounded],
  },
  scaleCommand: {
    type: "count",
    meaning: "scale command asked for",
    unit: "containers",
    range: [-32768, 32767],
  },
  scaleEffect: {
    type: "count",
    meaning: "change that took effect: containers that began to start (> 0) or to stop (< 0)",
    unit: "containers",
    range: [-32768, 32767],
  },
  commandReversed: {
    type: "flag",
    meaning: "the command has the opposite sign of the last one that wasn't hold",
    unit: "",
    range: [0, 1],
  },
  effectReversed: {
    type: "flag",
    meaning: "the effect has the opposite sign of the last effect",
    unit: "",
    range: [0, 1],
  },
  sinceChange: {
    type: "count",
    meaning:
      "steps since the last change that took effect before this step; 0 where there was none since the reset",
    unit: "steps",
    range: [0, unbounded],
    unrecorded: true,
  },
  routingError: {
    type: "amount",
    meaning:
      "total-variation distance of the shares in force from shares proportional to service rates, over ready containers",
    unit: "",
    range: [0, 1],
  },
  routingLoss: {
    type: "amount",
    begins: Number.NaN,
    meaning: "one-step regret of mean response time against the reference router",
    unit: "s",
    range: [-unbounded, unbounded],
    unknowable: true,
  },
} as const satisfies Readonly<Record<string, StepField>>;

type Fields = typeof STEP_FIELDS;
/** Name of a field of a step's statistics. */
export type StepName = keyof Fields;
/** Fields that are one number (true and false as 1 and 0), in the order of the table. */
export type StepNumber = Exclude<StepName, "histogram">;
/** Those of them that a row of a record holds. */
export type RecordedNumber = {
  [K in StepNumber]: Fields[K] extends { readonly unrecorded: true } ? never : K;
}[StepNumber];
type ValueOf<Type> = Type extends "flag" ? boolean : Type extends "histogram" ? Uint32Array : number;

/** What happened in one control step: the row a record is made of. */
export type StepStatistics = { readonly [K in StepName]: ValueOf<Fields[K]["type"]> };

/** Names of the fields that are one number, in the order of the table. */
export const STEP_NUMBERS = Object.freeze(
  Object.keys(STEP_FIELDS).filter((name) => name !== "histogram"),
) as readonly StepNumber[];

/** Names of those of them that a row of a record holds. */
export const RECORDED_NUMBERS = Object.freeze(
  STEP_NUMBERS.filter((name) => !("unrecorded" in STEP_FIELDS[name])),
) as readonly RecordedNumber[];
