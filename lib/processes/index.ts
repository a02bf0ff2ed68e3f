export { interruptible } from "./interruptible.js";
export { type Job, type JobContext, type PoolWatch, ProcessPool } from "./pool.js";
