import { numberText, type TableDefinition } from "../../report/index.js";
import { HELD_OUT_FAMILIES, uncappedLadderWorkload } from "../../workload/index.js";
import { fleetCell, PERCENT } from "./cells.js";
import { type LadderLine, readLines } from "./lines.js";
import { PRIMARY } from "./plan.js";
import { LADDER_INPUTS, measuredWorkloads } from "./slice.js";

const { size: SIZE, level: LEVEL } = PRIMARY;
const SHOWN: readonly (LadderLine & { readonly title: string })[] = Object.freeze([
  { id: "rivals", largestStep: "1", title: "round robin" },
  { id: "connections", largestStep: "1", title: "least conn." },
  { id: "rule", largestStep: "1", title: "best rule" },
  { id: "rule", largestStep: "N", title: "$N$ a step" },
  { id: "hindsight", largestStep: "1", title: "hindsight" },
  { id: "static", largestStep: "1", title: "static" },
]);

/** Whether a workload is of a family that nothing was tuned on. */
export function isHeldOut(name: string): boolean {
  return HELD_OUT_FAMILIES.includes(uncappedLadderWorkload(name).family);
}

/** Choices of workloads that the table has a row for. */
const MEANS: readonly (readonly [string, (name: string) => boolean])[] = [
  ["mean of all", () => true],
  ["without held-out families", (name) => !isHeldOut(name)],
  ["held-out families alone", isHeldOut],
];

/** The ladder workload by workload, with and without the held-out families. */
export const ladderLoads: TableDefinition = {
  id: "ladder-loads",
  title: "The ladder by kind of load",
  caption:
    `Fleet in per cent of $N = ${SIZE}$ that each method needs for ${numberText(LEVEL, { style: "percent", digits: 0 })} % violations on each test workload alone, and on the mean of several, at the settings fixed for all; 95 % bootstrap intervals. ` +
    "*Least*: no setting gets down to 1 %; the least violation rate. A dagger: a family that nothing was tuned on.",
  inputs: LADDER_INPUTS,
  columns: [
    { key: "workload", title: "workload" },
    ...SHOWN.map(({ id, largestStep, title }) => ({
      key: `${id}${largestStep}`,
      title,
      format: PERCENT,
      align: "right" as const,
    })),
  ],
  rows(data) {
    const names = measuredWorkloads(data);
    const row = (workload: string, workloads: (name: string) => boolean) => ({
      workload,
      ...Object.fromEntries(
        SHOWN.map((line) => {
          const [read] = readLines(data, [line], { size: SIZE, workloads });
          return [`${line.id}${line.largestStep}`, fleetCell(read?.reading, LEVEL)];
        }),
      ),
    });
    return [
      ...names.map((name) =>
        row(name.replace(/^ladder-/, "") + (isHeldOut(name) ? " †" : ""), (other) => other === name),
      ),
      ...MEANS.filter(([, isMeant]) => names.some(isMeant)).map(([words, isMeant]) => row(words, isMeant)),
    ];
  },
};
