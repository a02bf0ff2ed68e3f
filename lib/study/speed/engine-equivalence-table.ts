import type { TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { EQUIVALENCE_FILE } from "./bench.js";
import { EQUIVALENCE_COMMAND, engineEquivalence } from "./equivalence.js";

/** Whether the compiled engine learns what the readable one does. */
export const engineEquivalenceTable: TableDefinition = {
  id: "engine-equivalence",
  title: "The compiled engine beside the readable one",
  caption:
    "The write-up's agent, batched, trained from the same seeds with the compiled and the readable engine, and evaluated on the same users: mean reward of a step, and the difference in per cent of the readable " +
    "engine's, paired by seed. 95 % Student intervals over seeds.",
  inputs: [],
  gathered: [EQUIVALENCE_FILE],
  madeBy: EQUIVALENCE_COMMAND,
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "steps", title: "steps", format: { digits: 0 } },
    { key: "seeds", title: "seeds", format: { digits: 0 } },
    { key: "compiled", title: "compiled", format: { digits: 3 } },
    { key: "reference", title: "readable", format: { digits: 3 } },
    { key: "difference", title: "difference (%)", format: { style: "percent", digits: 2 } },
  ],
  rows(data) {
    const found = engineEquivalence(data);
    if (found === undefined) return [];
    const { size, steps, seeds, compiled, reference, difference } = found;
    return [
      {
        size,
        steps,
        seeds: seeds.length,
        compiled: meanInterval(compiled),
        reference: meanInterval(reference),
        difference,
      },
    ];
  },
};
