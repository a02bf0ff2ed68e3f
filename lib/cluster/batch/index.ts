export { type ActionBatch, actionBatch, setAction } from "./action-batch.js";
export { ClusterBatch } from "./cluster-batch.js";
