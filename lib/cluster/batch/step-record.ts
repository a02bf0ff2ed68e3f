import { ResponseTimeBuckets } from "../response-time-buckets.js";
import { STEP_FIELDS, type StepName, type StepNumber, type StepStatistics } from "../step-fields.js";
import { assignment, classOf } from "./written-out.js";

type Values = { -readonly [K in StepName]: StepStatistics[K] };

const FIELDS = Object.entries(STEP_FIELDS);
const Store = classOf<Values>(FIELDS.map(([name]) => name));
const setBeginnings = assignment<Pick<Values, StepNumber>>(
  Object.fromEntries(
    FIELDS.flatMap(([name, field]) =>
      "begins" in field && field.type !== "histogram" ? [[name, field.begins]] : [],
    ),
  ),
);

function initialValues(): Values {
  const initial = { count: 0, amount: 0, flag: false } as const;
  const values = FIELDS.map(([name, { type }]) => [
    name,
    type === "histogram" ? new Uint32Array(ResponseTimeBuckets.count) : initial[type],
  ]);
  return Object.fromEntries(values);
}

/** The statistics of one cluster's current step, filled in place. */
export class StepRecord extends Store {
  constructor() {
    super(initialValues());
  }

  /** Begins a step: what it counts up is zero, what it may not learn is unknown. */
  begin(step: number, offeredRate: number): void {
    setBeginnings(this);
    this.histogram.fill(0);
    this.step = step;
    this.offeredRate = offeredRate;
  }
}
