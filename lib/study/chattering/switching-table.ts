import type { TableDefinition } from "../../report/index.js";
import { meanInterval, NOT_NEGATIVE } from "../../statistics/index.js";
import { CLUSTER_LABELS, TERM_LABELS } from "./labels.js";
import type { ClusterName } from "./plan.js";
import { JUDGED, SCREENED } from "./plan.js";
import { CHATTERING_INPUTS, chatteringGroup, shareOf } from "./runs.js";

const PLACES: readonly (readonly [ClusterName, number, number])[] = [
  ["writeup", 5, SCREENED],
  ["sim", 5, SCREENED],
  ["writeup", 15, JUDGED],
  ["sim", 15, JUDGED],
  ["sim", 25, JUDGED],
];
const percent = { style: "percent", digits: 1 } as const;

/** How often a drawn scale asks for a change, by the closed form and as measured. */
export const switchingTable: TableDefinition = {
  id: "switching",
  title: "Commands of a Gaussian scale: by the closed form, drawn, and by its mean",
  caption:
    "The Gaussian head after training: deviation of the scale (thresholds are 0.4 apart), share of steps with a command that follows from it by the closed form at the means that occurred, the share measured with drawn actions, " +
    "and the share with the mean alone, in per cent. Means over training runs with 95 % intervals.",
  ...CHATTERING_INPUTS,
  columns: [
    { key: "world", title: "simulator" },
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "steps", title: "steps" },
    { key: "term", title: "price" },
    { key: "runs", title: "runs", format: { digits: 0 } },
    { key: "deviation", title: "deviation", format: { digits: 2 } },
    { key: "expected", title: "closed form", format: percent },
    { key: "drawn", title: "drawn", format: percent },
    { key: "mean", title: "mean alone", format: percent },
  ],
  rows: (data) =>
    PLACES.flatMap(([cluster, size, trained]) =>
      (["friction", "fleet-change"] as const).flatMap((term) => {
        const runs = chatteringGroup(data, { cluster, size, trained, term });
        if (runs.length === 0) return [];
        return [
          {
            world: CLUSTER_LABELS[cluster],
            size,
            steps: trained.toLocaleString("en"),
            term: TERM_LABELS[term],
            runs: runs.length,
            deviation: meanInterval(
              runs.map((run) => run.mean("scale_deviation")),
              { limits: NOT_NEGATIVE },
            ),
            expected: shareOf(runs, "switching_expected"),
            drawn: shareOf(runs, "command_rate", "sampled"),
            mean: shareOf(runs, "command_rate"),
          },
        ];
      }),
    ),
};
