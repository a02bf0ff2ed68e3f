import { seedMeans } from "../../evaluation/index.js";
import { type NumberDefinition, resultRows } from "../../report/index.js";
import { fisherExact, mean, meanInterval, SHARE } from "../../statistics/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { SIZES } from "../shared/sizes.js";
import { type RoutingRun, routingRuns } from "./collapsed.js";
import { COLLAPSE_FILE } from "./experiment.js";

const LARGEST = Math.max(...SIZES);
const collapsedOf = (runs: readonly RoutingRun[]) => runs.filter(({ isCollapsed }) => isCollapsed);

/** Collapsed runs by size on the exact simulator. */
const counts = SIZES.map(
  (size): NumberDefinition => ({
    id: `collapsed-sim-${size}`,
    title: `collapsed training runs at N = ${size} on the exact simulator`,
    inputs: [COLLAPSE_FILE],
    format: { digits: 0 },
    value: (data) => collapsedOf(routingRuns(data, "sim").filter((run) => run.size === size)).length,
  }),
);

/** The largest size of the exact simulator beside the others, and its two kinds of runs. */
export const collapseNumbers: readonly NumberDefinition[] = [
  ...counts,
  {
    id: "collapsed-writeup",
    title: "collapsed training runs on the write-up's simulator, all sizes",
    inputs: [COLLAPSE_FILE],
    format: { digits: 0 },
    value: (data) => collapsedOf(routingRuns(data, "writeup")).length,
  },
  {
    id: "collapsed-p",
    title: `chance of as many collapsed runs at N = ${LARGEST}, Fisher's exact test against all smaller sizes, one-sided`,
    inputs: [COLLAPSE_FILE],
    format: { style: "significant", digits: 2 },
    value(data) {
      const count = (isLargest: boolean) => {
        const runs = routingRuns(data, "sim").filter(({ size }) => (size === LARGEST) === isLargest);
        return { count: collapsedOf(runs).length, of: runs.length };
      };
      return fisherExact(count(true), count(false));
    },
  },
  {
    id: "collapsed-largest-share",
    title: `mean largest share of requests of the collapsed runs at N = ${LARGEST}, exact simulator`,
    inputs: [COLLAPSE_FILE],
    format: { style: "percent", digits: 0 },
    value: (data) =>
      mean(
        collapsedOf(routingRuns(data, "sim").filter(({ size }) => size === LARGEST)).map(
          ({ largestShare }) => largestShare,
        ),
      ),
  },
  ...(
    [
      ["collapsed", true],
      ["sound", false],
    ] as const
  ).map(
    ([name, wanted]): NumberDefinition => ({
      id: `${name}-violations-${LARGEST}`,
      title: `SLA violation rate of the runs at N = ${LARGEST} that have ${wanted ? "" : "not "}collapsed, exact simulator`,
      inputs: [COLLAPSE_FILE, EXACT_AGENT_FILE],
      format: { style: "percent", digits: 0 },
      value(data) {
        const seeds = new Set(
          routingRuns(data, "sim")
            .filter((run) => run.size === LARGEST && run.isCollapsed === wanted)
            .map(({ trainingSeed }) => trainingSeed),
        );
        const rows = resultRows(data, EXACT_AGENT_FILE).filter(
          (row) => row.size === LARGEST && seeds.has(row.training_seed),
        );
        return meanInterval(
          seedMeans(rows, (row) => row.sla_violation_rate),
          { limits: SHARE },
        );
      },
    }),
  ),
];
