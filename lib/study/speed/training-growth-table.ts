import type { TableDefinition } from "../../report/index.js";
import { PHASE_1_FILE } from "./bench.js";
import { PHASE_1_COMMAND, phaseOneSpeed } from "./phase-1-speed.js";

/** Whether a long run grows. */
export const trainingGrowthTable: TableDefinition = {
  id: "training-growth",
  title: "What a long run holds",
  caption:
    "TensorFlow's tensors and resident memory of a training run, batched, after its first 100 updates and after 1,000 more, and the largest resident memory of the whole process.",
  inputs: [],
  gathered: [PHASE_1_FILE],
  madeBy: PHASE_1_COMMAND,
  columns: [
    { key: "name", title: "training" },
    { key: "tensorsBefore", title: "tensors before", format: { digits: 0 } },
    { key: "tensorsAfter", title: "after", format: { digits: 0 } },
    { key: "memoryBefore", title: "MiB before", format: { digits: 1 } },
    { key: "memoryAfter", title: "after", format: { digits: 1 } },
    { key: "peak", title: "peak", format: { digits: 1 } },
  ],
  rows: (data) =>
    phaseOneSpeed(data).growth.map(({ name, facts }) => ({
      name,
      tensorsBefore: facts.tensorsBefore[0] as number,
      tensorsAfter: facts.tensorsAfter[0] as number,
      memoryBefore: facts.memoryBeforeMiB,
      memoryAfter: facts.memoryAfterMiB,
      peak: facts.peakMemoryMiB ?? null,
    })),
};
