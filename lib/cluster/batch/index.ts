export type { ActionBatch } from "./action-batch.js";
export { ClusterBatch } from "./cluster-batch.js";
