import type { Action, ClusterSpec } from "../contract.js";
import { checkWeights } from "../weights.js";

/** Actions of B clusters of N containers. */
export interface ActionBatch {
  /** Routing weights, B x N. */
  readonly weights: Float64Array;
  /** Scale commands, B. */
  readonly scale: Int16Array;
  /**
   * Containers to start or stop, B x k, k = `spec.largestScaleStep`: of each row only the first |scale| count, and -1 leaves one
   * to the cluster's order. Left out: the cluster's order.
   */
  readonly containers?: Int16Array;
}

/**
 * Actions of `batch` clusters to be filled in: equal weights, hold.
 * @example
 * cluster.actionBatch(2, cluster.clusterSpec({ size: 3 })).weights; // -> [1, 1, 1, 1, 1, 1]
 */
export function actionBatch(batch: number, spec: ClusterSpec): Required<ActionBatch> {
  return {
    weights: new Float64Array(batch * spec.containers.length).fill(1),
    scale: new Int16Array(batch),
    containers: new Int16Array(batch * spec.largestScaleStep).fill(-1),
  };
}

/**
 * Enters a controller's action as that of cluster `b`.
 * @throws RangeError, before anything has changed, on weights of another number, a scale or containers that make no sense under
 * the spec. The weights themselves are checked by the step.
 * @example
 * const spec = cluster.clusterSpec({ size: 2 });
 * const actions = cluster.actionBatch(1, spec);
 * cluster.setAction(actions, 0, { weights: [3, 1], scale: 1, containers: [1] }, spec);
 * actions.containers; // -> [1]
 */
export function setAction(
  actions: Required<ActionBatch>,
  b: number,
  action: Action,
  spec: ClusterSpec,
): void {
  requireForm(action, spec);
  const { weights, scale, containers } = action;
  const k = spec.largestScaleStep;
  actions.weights.set(weights, b * spec.containers.length);
  actions.scale[b] = scale;
  for (let j = 0; j < k; j++)
    actions.containers[b * k + j] = containers !== undefined && j < containers.length ? containers[j] : -1;
}

/** Throws a RangeError on an action that makes no sense under the spec. */
export function requireAction(action: Action, spec: ClusterSpec): void {
  requireForm(action, spec);
  checkWeights(action.weights, spec.containers.length);
}

/** The part of `requireAction` that can't be seen any more once the action is in typed arrays. */
function requireForm({ weights, scale, containers }: Action, spec: ClusterSpec): void {
  const size = spec.containers.length;
  if (weights.length !== size)
    throw new RangeError(`weights must have length ${size}, got ${weights.length}`);
  requireScale(scale, spec.largestScaleStep);
  if (containers === undefined) return;
  if (containers.length > Math.abs(scale))
    throw new RangeError(
      `containers must name at most |scale| = ${Math.abs(scale)} containers, got ${containers.length}`,
    );
  for (let j = 0; j < containers.length; j++) requireContainer(containers[j], size);
}

/** Throws a RangeError where cluster `b`'s action makes no sense under the spec. */
export function checkAction(
  { weights, scale, containers }: ActionBatch,
  b: number,
  { containers: { length: size }, largestScaleStep: k }: ClusterSpec,
): void {
  checkWeights(weights, size, b * size);
  requireScale(scale[b], k);
  if (containers === undefined) return;
  for (let j = b * k; j < b * k + Math.abs(scale[b]); j++) requireContainer(containers[j], size);
}

function requireScale(scale: number, largest: number): void {
  if (!Number.isInteger(scale) || Math.abs(scale) > largest)
    throw new RangeError(`scale must be a whole number from -${largest} to ${largest}, got ${scale}`);
}

function requireContainer(container: number | undefined, size: number): void {
  if (!Number.isInteger(container) || (container as number) < -1 || (container as number) >= size)
    throw new RangeError(`containers must be whole numbers from -1 to ${size - 1}, got ${container}`);
}
