import { cellNumber, type NumberDefinition } from "../../report/index.js";
import { CHECK_COMMAND, CHECK_FILE, clusterCheckIn } from "./calibration.js";
import { calibrationTable } from "./calibration-table.js";
import { calibrationVerification } from "./calibration-verification-table.js";

const measured = (id: string, quantity: string, unit: string) =>
  cellNumber(calibrationTable, {
    id,
    title: `${quantity} of a standard container`,
    where: { quantity },
    column: "value",
    format: { style: "significant", digits: 3, unit },
  });

type Check = NonNullable<ReturnType<typeof clusterCheckIn>>;
const checked = (
  id: string,
  title: string,
  of: (check: Check) => number,
  format: NumberDefinition["format"],
) =>
  ({
    id,
    title,
    inputs: [],
    gathered: [CHECK_FILE],
    madeBy: CHECK_COMMAND,
    format,
    value(data) {
      const found = clusterCheckIn(data);
      return found === undefined ? Number.NaN : of(found);
    },
  }) satisfies NumberDefinition;

/** What a real container does, how exactly the cluster does what it is told, and how far the calibrated simulator is off. */
export const calibrationNumbers: readonly NumberDefinition[] = [
  measured("container-service-rate", "service rate", "requests/s"),
  measured("container-cold-start", "cold start", "s"),
  measured("container-response-intercept", "response intercept", "s"),
  measured("container-proxy-overhead", "proxy overhead", "s"),
  checked("check-scale-events", "scale events of the check", ({ scaling }) => scaling.events, { digits: 0 }),
  checked("check-requests", "requests meanwhile", ({ scaling }) => scaling.requests, { digits: 0 }),
  checked("check-lost", "of these, lost", ({ scaling }) => scaling.lost, { digits: 0 }),
  checked(
    "check-routing",
    "largest deviation of a server's count from its share, in requests",
    ({ routing }) => routing.largestDeviation,
    { digits: 1 },
  ),
  ...[5, 25].map((size) =>
    cellNumber(calibrationVerification, {
      id: `calibrated-response-error-${size}`,
      title: `the calibrated simulator's error in mean response time under rules at N = ${size}`,
      where: { size, metric: "Mean response time (s)" },
      column: "error",
    }),
  ),
  cellNumber(calibrationVerification, {
    id: "calibrated-cpu-error-5",
    title: "the calibrated simulator's error in CPU use under rules at N = 5",
    where: { size: 5, metric: "Mean CPU use" },
    column: "error",
  }),
];
