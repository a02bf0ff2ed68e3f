import { grouped } from "../../evaluation/index.js";
import {
  COLORS,
  type DataReader,
  type FigureDefinition,
  inPanel,
  LEGEND_ABOVE,
  lineTrace,
  numberIn,
  panelAxes,
  panelGrid,
  panelTitle,
  type Row,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { WORST_EPISODES_FILE } from "./experiment.js";

/** By what the worst agent of a size is chosen, among all its training runs. */
const PANELS = [
  { size: 25, worst: "errors", title: "most requests refused" },
  { size: 15, worst: "changes", title: "most changes of the fleet" },
] as const;

/** The worst agent at two sizes, step by step. */
export const worstEpisodesFigure: FigureDefinition = {
  id: "worst-episodes",
  source: sourceFile(__filename),
  title: "The agents that fail worst, step by step",
  caption:
    "The write-up's agents on the exact simulator under one stretch of its traffic: at $N = 25$ the training run that refuses most requests there (left), at $N = 15$ the one that changes its fleet most (right). Above: offered " +
    "load in containers' worth, and containers ready; below: the largest share of requests that one container is sent, and the share of requests refused.",
  size: "fullTall",
  inputs: [WORST_EPISODES_FILE],
  draw(data) {
    const panels = panelGrid({ rows: 2, columns: PANELS.length, xGap: 0.09, yGap: 0.12 });
    const traces: Trace[] = [];
    for (const [p, { size, worst }] of PANELS.entries()) {
      const rows = worstRun(data, size, worst);
      const of = (value: (row: Row) => number) => rows.map(value);
      const x = of((row) => numberIn(row, "step"));
      const lines = [
        ["offered load", "#000000", of((row) => numberIn(row, "offered_load")), 0],
        ["containers ready", COLORS[0], of((row) => numberIn(row, "ready")), 0],
        ["largest share", COLORS[2], of((row) => 100 * numberIn(row, "largest_share")), 1],
        ["refused", COLORS[1], of((row) => 100 * refusedShare(row)), 1],
      ] as const;
      for (const [name, color, y, row] of lines)
        traces.push({
          ...lineTrace({ name, x, y }, { color }),
          legendgroup: name,
          showlegend: p === 0,
          ...inPanel(panels[row * PANELS.length + p]),
        });
    }
    const axes = panels.map((panel, i) => {
      const isUpper = i < PANELS.length;
      return panelAxes(panel, {
        x: { title: isUpper ? "" : "Step" },
        y: {
          title: i % PANELS.length > 0 ? "" : isUpper ? "Containers" : "% of requests",
          ...(isUpper ? { rangemode: "tozero" } : { range: [-3, 103] }),
        },
      });
    });
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.07 },
        annotations: PANELS.map(({ size, title }, p) =>
          panelTitle(panels[p], `<i>N</i> = ${size}, ${title}`),
        ),
      },
    };
  },
};

/** Steps of the training run with most of what is looked for. */
function worstRun(data: DataReader, size: number, worst: "errors" | "changes"): readonly Row[] {
  const runs = grouped(
    data.rows(WORST_EPISODES_FILE).filter((row) => numberIn(row, "size") === size),
    (row) => row.training_seed,
  );
  const amount = (rows: readonly Row[]) =>
    rows.reduce(
      (sum, row) => sum + (worst === "errors" ? numberIn(row, "errors") : Math.abs(numberIn(row, "change"))),
      0,
    );
  return [...runs.values()].sort((a, b) => amount(b) - amount(a))[0] ?? [];
}

function refusedShare(row: Row): number {
  return numberIn(row, "errors") / Math.max(1, numberIn(row, "requests"));
}
