import { type DataReader, numberIn, type Row } from "../../report/index.js";
import { type Interval, mapInterval, meanInterval } from "../../statistics/index.js";
import { THEORY_FILE } from "./experiment.js";

/** A queue with a known solution, and what the simulator made of it. Times in s. */
export interface TheoryComparison {
  readonly model: string;
  /** lambda / (N mu). */
  readonly utilization: number;
  /** Mean response time. */
  readonly theory: number;
  /** Mean over runs, with its 95 % Student interval. */
  readonly simulated: Interval;
  /** simulated / theory - 1. */
  readonly difference: Interval;
  readonly refusedTheory: number;
  readonly refused: number;
  readonly requests: number;
}

/** Every model at every utilisation, in the order of the file. */
export function theoryComparisons(data: DataReader): readonly TheoryComparison[] {
  const cases = new Map<string, Row[]>();
  for (const row of data.rows(THEORY_FILE)) {
    const key = `${row.model} ${row.utilization}`;
    cases.set(key, [...(cases.get(key) ?? []), row]);
  }
  return [...cases.values()].map((runs) => {
    const theory = numberIn(runs[0], "response_time_theory");
    const simulated = meanInterval(runs.map((run) => numberIn(run, "response_time_mean")));
    const requests = runs.map((run) => numberIn(run, "requests"));
    const total = requests.reduce((sum, count) => sum + count, 0);
    return {
      model: runs[0].model,
      utilization: numberIn(runs[0], "utilization"),
      theory,
      simulated,
      difference: mapInterval(simulated, (time) => time / theory - 1),
      refusedTheory: numberIn(runs[0], "refused_share_theory"),
      refused: runs.reduce((sum, run, i) => sum + numberIn(run, "refused_share") * requests[i], 0) / total,
      requests: total,
    };
  });
}

/** A model's name in mathematics: "E5/M/1" -> $\mathrm{E}_5/\mathrm{M}/1$. */
export function modelMath(model: string): string {
  return `$${model
    .split("/")
    .map((part) =>
      part.replace(/^([A-Z])(\d*)$/, (_, letter, index) => `\\mathrm{${letter}}${index && `_{${index}}`}`),
    )
    .join("/")}$`;
}

/** The same for a figure. */
export function modelHtml(model: string): string {
  return model.replace(/^E(\d+)/, "E<sub>$1</sub>");
}
