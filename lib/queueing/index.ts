export { ekm1k } from "./ekm1k.js";
export { erlangB, erlangC, type OfferedLoad } from "./erlang.js";
export {
  type ErlangArrivalQueue,
  ekm1,
  ekm1ResponseTimeQuantile,
  ekm1ResponseTimeTail,
  ekm1WaitingTimeQuantile,
  ekm1WaitingTimeTail,
  gm1,
  type RenewalQueue,
} from "./gm1.js";
export type { AtProbability, AtTime, QueueMeasures, QueueRates } from "./measures.js";
export {
  mm1,
  mm1ResponseTimeQuantile,
  mm1ResponseTimeTail,
  mm1WaitingTimeQuantile,
  mm1WaitingTimeTail,
} from "./mm1.js";
export {
  type FiniteQueue,
  type FiniteQueueMeasures,
  mm1k,
  mm1kResponseTimeQuantile,
  mm1kResponseTimeTail,
  mm1kWaitingTimeQuantile,
  mm1kWaitingTimeTail,
} from "./mm1k.js";
export {
  type MultiServerQueue,
  mmc,
  mmcResponseTimeQuantile,
  mmcResponseTimeTail,
  mmcWaitingTimeQuantile,
  mmcWaitingTimeTail,
} from "./mmc.js";
export { type SimulatedQueue, type SimulatedTimes, simulateQueue } from "./simulate.js";
export {
  halfinWhittBeta,
  halfinWhittWaitProbability,
  smallestServers,
  squareRootStaffing,
} from "./staffing.js";
