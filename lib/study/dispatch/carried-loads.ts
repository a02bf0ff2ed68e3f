import { type DataReader, numberIn } from "../../report/index.js";
import { type Interval, meanInterval } from "../../statistics/index.js";
import { CARRIED_LOAD_FILE } from "./carried-load-experiment.js";

/** Which searches are meant. */
export interface CarriedLoadChoice {
  readonly dispatch: string;
  readonly size: number;
  readonly violationRate: number;
}

/** Loads of the searches, in the order of their runs. */
function loads(data: DataReader, { dispatch, size, violationRate }: CarriedLoadChoice): readonly number[] {
  return data
    .rows(CARRIED_LOAD_FILE)
    .filter(
      (row) =>
        row.dispatch === dispatch &&
        numberIn(row, "size") === size &&
        numberIn(row, "violation_rate") === violationRate,
    )
    .sort((a, b) => numberIn(a, "run") - numberIn(b, "run"))
    .map((row) => numberIn(row, "load"));
}

/** Mean over runs with its 95 % Student interval; null where there is none. */
export function carriedLoadOf(data: DataReader, choice: CarriedLoadChoice): Interval | null {
  const found = loads(data, choice);
  return found.length === 0 ? null : meanInterval(found);
}

/** How much more load one dispatch carries than another, as a share of the other's, run by run on the same requests. */
export function carriedGain(
  data: DataReader,
  { dispatch, over, ...choice }: CarriedLoadChoice & { readonly over: string },
): Interval | null {
  const [own, others] = [dispatch, over].map((name) => loads(data, { ...choice, dispatch: name }));
  return own.length === 0 ? null : meanInterval(own.map((load, run) => load / others[run] - 1));
}
