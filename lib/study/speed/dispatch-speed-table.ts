import type { TableDefinition } from "../../report/index.js";
import { DISPATCH_SPEED_FILE } from "./bench.js";
import { DISPATCH_SPEED_COMMAND, dispatchSpeeds } from "./dispatch-speed.js";

const SIZES = [5, 15, 25, 100, 1000];

/** How fast the exact simulator steps, by dispatch and number of containers. */
export const dispatchSpeedTable: TableDefinition = {
  id: "dispatch-speed",
  title: "Speed of the exact simulator by dispatch",
  caption:
    "Control steps per second of the exact simulator on one core, all clusters of a batch together: a whole fleet of $N$ equal containers at load .6 and equal weights, about $4.8 N$ requests a step. " +
    "Medians over repeats taken in turn. Exponent: of the time of a step in $N$, from 100 to 1,000 containers.",
  inputs: [],
  gathered: [DISPATCH_SPEED_FILE],
  madeBy: DISPATCH_SPEED_COMMAND,
  columns: [
    { key: "dispatch", title: "dispatch" },
    { key: "batch", title: "batch", format: { digits: 0 } },
    ...SIZES.map((size) => ({
      key: `n${size}`,
      title: `$N = ${size}$`,
      format: { style: "significant" as const, digits: 3 },
    })),
    { key: "exponent", title: "exponent", format: { digits: 2 } },
  ],
  rows: (data) =>
    dispatchSpeeds(data).map(({ dispatch, batch, speeds, exponent }) => ({
      dispatch,
      batch,
      ...Object.fromEntries(SIZES.map((size) => [`n${size}`, speeds.get(size)?.estimate ?? null])),
      exponent: exponent ?? null,
    })),
};
