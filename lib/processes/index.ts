export { interruptible } from "./interruptible.js";
export { OwnDefinitions, type Owned, type OwnName, type OwnSource } from "./own-definitions.js";
export { type Job, type JobContext, type PoolWatch, ProcessPool } from "./pool.js";
export { pureFunction } from "./pure-function.js";
export { receivedError, type SentError, sentError } from "./sent-error.js";
export {
  type DefinitionKind,
  receiveDefinitions,
  type SentDefinitions,
  sentDefinitions,
  shareDefinitions,
} from "./shared-definitions.js";
