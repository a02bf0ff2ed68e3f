import { STANDARD_CONTAINER } from "../../cluster/index.js";
import { mm1 } from "../../queueing/index.js";
import type { NumberDefinition } from "../../report/definitions.js";

/** A container of capacity 1 at 80 % load, without a queue limit. */
export const mm1ResponseTimeAt80Percent: NumberDefinition = {
  id: "mm1-response-time-at-80-percent",
  title: "mean response time of a standard container at 80 % load, M/M/1",
  inputs: [],
  format: { digits: 3, unit: "s" },
  value() {
    const { serviceRate } = STANDARD_CONTAINER;
    return mm1({ arrivalRate: 0.8 * serviceRate, serviceRate }).meanResponseTime;
  },
};
