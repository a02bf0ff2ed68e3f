import type { NumberDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import {
  cycleRuns,
  measuredPeriod,
  predictedPeriod,
  type RestlessRun,
  restlessRuns,
  seedValues,
  shareOver,
  TRAINED_COLD_START,
} from "./runs.js";

const periodic = (runs: readonly RestlessRun[]) => runs.filter((run) => !Number.isNaN(measuredPeriod(run)));

/** The cycle at a constant load, in numbers. */
export const cycleNumbers: readonly NumberDefinition[] = [
  {
    id: "cycle-predicted-period",
    title: "period of a relay at the cold start of training, in control steps",
    inputs: [],
    format: { digits: 0 },
    value: () => predictedPeriod(TRAINED_COLD_START),
  },
  {
    id: "cycle-runs",
    title: "runs of exact agents at a constant load, over sizes, training seeds and cold starts",
    inputs: [RESTLESSNESS_FILE],
    format: { digits: 0 },
    value: (data) => cycleRuns(data).length,
  },
  {
    id: "cycle-periodic",
    title: "of these, runs whose changes have a period",
    inputs: [RESTLESSNESS_FILE],
    format: { digits: 0 },
    value: (data) => periodic(cycleRuns(data)).length,
  },
  {
    id: "cycle-as-predicted",
    title: "of these, runs whose period is within one step of the relay's",
    inputs: [RESTLESSNESS_FILE],
    format: { digits: 0 },
    value: (data) =>
      periodic(cycleRuns(data)).filter(
        (run) => Math.abs(measuredPeriod(run) - predictedPeriod(run.coldStart)) <= 1,
      ).length,
  },
  ...([0, TRAINED_COLD_START] as const).map(
    (delay): NumberDefinition => ({
      id: `cycle-churn-${delay}`,
      title: `churn of exact agents at a constant load with a cold start of ${delay} s, over sizes`,
      inputs: [RESTLESSNESS_FILE],
      format: { style: "percent", digits: 0 },
      value: (data) =>
        shareOver(
          cycleRuns(data).filter((run) => run.coldStart === delay),
          (run) => run.of("churn_rate"),
        ),
    }),
  ),
  {
    id: "cycle-churn-difference",
    title:
      "churn of exact agents at a constant load without cold start, less that with it, paired by training run",
    inputs: [RESTLESSNESS_FILE],
    format: { style: "percent", digits: 0 },
    value: (data) => {
      const [without, before] = [0, TRAINED_COLD_START].map((delay) =>
        seedValues(
          cycleRuns(data).filter((run) => run.coldStart === delay),
          (run) => run.of("churn_rate"),
        ),
      );
      return meanInterval(without.map((value, i) => value - before[i]));
    },
  },
  {
    id: "cycle-churn-writeup",
    title: "churn of the write-up simulator's agents at the same constant load, over sizes",
    inputs: [RESTLESSNESS_FILE],
    format: { style: "percent", digits: 0 },
    value: (data) =>
      shareOver(
        restlessRuns(data).filter((run) => run.cluster === "writeup" && run.workload.startsWith("constant-")),
        (run) => run.of("churn_rate"),
      ),
  },
];
