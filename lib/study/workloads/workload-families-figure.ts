import { clusterCapacity, worldByName } from "../../cluster/index.js";
import { evaluationSeed } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  inPanel,
  lineTrace,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
} from "../../report/index.js";
import { SINGLE_SIZE } from "../shared/sizes.js";

/** One test workload of each family. */
const WORKLOADS = [
  "constant-0.6",
  "diurnal-0.8",
  "log-ou-0.6-300",
  "ramp-0.5-1.5",
  "burst-0.2x6-300",
  "flash-0.25-0.75",
  "mmpp-0.7-120",
  "writeup-test",
];
const COLUMNS = 4;
const SLOTS = 900;
const BASE_SEED = 1;

/** Traces of arrival rates from the generators themselves; nothing is measured. */
export const workloadFamilies: FigureDefinition = {
  id: "workload-families",
  source: sourceFile(__filename),
  title: "One trace of each workload family",
  caption:
    "Offered load as a share of what the whole cluster serves, in the first run of one test workload of each family and of the write-up's traffic " +
    `(all 11 patterns), at $N = ${SINGLE_SIZE}$ and a control interval of one second. Times of a family are divided by the time scale of 10; what lies above ` +
    "95 % of capacity is cut off. Names give the level (constant), amplitude (diurnal), $\\sigma$ and $\\tau$ (log-OU), first and last rate (ramp), " +
    "base, factor and period (burst), base and peak (flash), swing and dwell (MMPP). Drawn from the generators.",
  size: "full",
  inputs: [],
  configuration: { workloads: WORKLOADS, slots: SLOTS },
  seeds: [BASE_SEED],
  draw() {
    const world = worldByName("sim");
    const spec = world.spec(SINGLE_SIZE);
    const capacity = clusterCapacity(spec);
    const panels = panelGrid({ rows: WORKLOADS.length / COLUMNS, columns: COLUMNS, xGap: 0.035, yGap: 0.17 });
    const time = Array.from({ length: SLOTS }, (_, slot) => slot * spec.controlInterval);
    return {
      data: WORKLOADS.map((name, p) => {
        const trace = world.workload(name).trace({
          seed: evaluationSeed(BASE_SEED, { workload: name, size: SINGLE_SIZE, run: 0 }),
          capacity,
          slots: SLOTS,
          slotLength: spec.controlInterval,
          timeScale: spec.timeScale,
        });
        const series = { name, x: time, y: trace.map((rate) => rate / capacity) };
        const line = lineTrace(series, { color: COLORS[0] });
        return { ...line, line: { ...(line.line as object), width: 0.9 }, ...inPanel(panels[p]) };
      }),
      layout: {
        ...Object.assign(
          {},
          ...panels.map((panel, p) =>
            panelAxes(panel, {
              x: {
                range: [0, SLOTS],
                tickvals: [0, 300, 600, 900],
                title: p >= COLUMNS ? "Time (s)" : "",
                showticklabels: p >= COLUMNS,
              },
              y: {
                range: [0, 1],
                tickvals: [0, 0.5, 1],
                title: p % COLUMNS === 0 ? "Load" : "",
                showticklabels: p % COLUMNS === 0,
              },
            }),
          ),
        ),
        margin: { l: 44, r: 10, t: 22, b: 38, pad: 0 },
        annotations: WORKLOADS.map((name, p) => panelTitle(panels[p], name)),
      },
    };
  },
};
