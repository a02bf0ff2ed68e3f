import type { TableDefinition } from "../../report/index.js";
import { CALIBRATE_COMMAND, CALIBRATION_FILE, calibrationIn, measuredCell } from "./calibration.js";

/** What was measured on real containers, and what of it both worlds are built from. */
export const calibrationTable: TableDefinition = {
  id: "calibration",
  title: "What real containers do",
  caption:
    'Calibration of a standard container under its CPU limit: what was measured, with 95 % jackknife intervals, from how many observations. The service rate is that of requests that had to wait; "when empty" is that of ' +
    "requests that found the container idle. The response's intercept is what a request that waits for nothing takes more (less) than its demand. CPU readings are against the work that is known to be done; memory is the container's own.",
  inputs: [],
  gathered: [CALIBRATION_FILE],
  madeBy: CALIBRATE_COMMAND,
  columns: [
    { key: "quantity", title: "quantity" },
    { key: "value", title: "value", format: { style: "significant", digits: 3 } },
    { key: "unit", title: "unit", align: "left" },
    { key: "samples", title: "observations", format: { digits: 0 } },
  ],
  rows: (data) =>
    (calibrationIn(data)?.measured ?? []).map((measured) => ({
      quantity: measured.quantity.replaceAll("_", " "),
      value: measuredCell(measured),
      unit: measured.unit,
      samples: measured.samples,
    })),
};
