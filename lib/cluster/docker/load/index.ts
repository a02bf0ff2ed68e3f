/** Load on the real cluster: the requests of an episode, Locust that sends them, and their raw records. */
export type {
  LoadGenerator,
  LoadReport,
  LoadTarget,
  RequestRecord,
  RequestSchedule,
  UnfinishedRequest,
} from "./contract.js";
export { LocustLoad, type LocustOptions } from "./locust-load.js";
export { type KeptRequest, readRequests } from "./request-file.js";
export { requestSchedule, type ScheduleOptions } from "./request-schedule.js";
export { type SendingJitter, sendingJitter } from "./sending-jitter.js";
