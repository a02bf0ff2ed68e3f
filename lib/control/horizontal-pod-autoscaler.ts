/**
 * Arithmetic of Kubernetes' horizontal pod autoscaler.
 * Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ and, where that is silent, what
 * `replica_calculator.go` and `horizontal.go` of Kubernetes do.
 */

import { requireNonNegative, requirePositive } from "../check/index.js";

/** Slack against rounding: a ratio on the edge of the tolerance is within it, and exactly three containers are three. */
const SLACK = 1e-9;

/** Pods of a workload, those being removed left out. */
export interface PodCounts {
  /** Ready pods with a metric, and the sum of their utilizations. */
  readonly measured: number;
  readonly utilization: number;
  /** Ready pods without a metric. */
  readonly missing: number;
  /** Pods that aren't ready yet, with or without a metric. */
  readonly notReady: number;
  /** Pods asked for until now. */
  readonly current: number;
}

/**
 * Pods that Kubernetes' horizontal pod autoscaler asks for: ceil(n u / target) for the mean utilization u of n pods; as many as
 * there are where |u / target - 1| <= tolerance.
 *
 * u is first the mean of ready pods that have a metric. Only when that asks for more, pods that aren't ready yet are added at 0;
 * pods without a metric are added at 0 when it asks for more, at max(1, target) when it asks for fewer. Nothing changes where the
 * ratio with them is within the tolerance or on the other side of 1, or where no ready pod has a metric. The limits of a fleet
 * are not applied: idle pods give 0.
 *
 * Utilizations aren't cut to whole per cents, as Kubernetes cuts them, and a pod that isn't ready counts so, even without a
 * metric (there: while it is pending).
 * @param options.utilizations share of its request that each pod uses, >= 0; NaN where there is no metric.
 * @param options.ready whether each pod is ready; as many as utilizations.
 * @param options.target utilization aimed at, > 0.
 * @param options.tolerance largest |u / target - 1| without a change, >= 0.
 * @throws RangeError or TypeError naming the argument.
 * @example
 * const { desiredReplicas } = control.horizontalPodAutoscaler;
 * const ready = [true, true, true];
 * desiredReplicas({ utilizations: [0.3, 0.5, 0.7], ready, target: 0.3, tolerance: 0.1 }); // -> 5
 * // The first isn't ready: 0.6 / 0.3 = 2 asks for more, with it at 0 it is 0.4 / 0.3 of three pods.
 * desiredReplicas({ utilizations: [0.3, 0.5, 0.7], ready: [false, true, true], target: 0.3, tolerance: 0.1 }); // -> 4
 */
export function desiredReplicas(options: {
  readonly utilizations: ArrayLike<number>;
  readonly ready: ArrayLike<boolean>;
  readonly target: number;
  readonly tolerance: number;
}): number {
  const { utilizations, ready, target, tolerance } = options;
  if (utilizations.length === 0) throw new RangeError("utilizations must not be empty");
  if (ready.length !== utilizations.length)
    throw new RangeError(
      `ready must have ${utilizations.length} entries, as utilizations, got ${ready.length}`,
    );
  requirePositive("target", target);
  requireNonNegative("tolerance", tolerance);
  let measured = 0;
  let utilization = 0;
  let missing = 0;
  let notReady = 0;
  for (let i = 0; i < utilizations.length; i++) {
    const used = utilizations[i];
    if (!Number.isNaN(used)) requireNonNegative(`utilizations[${i}]`, used);
    if (!ready[i]) notReady++;
    else if (Number.isNaN(used)) missing++;
    else {
      measured++;
      utilization += used;
    }
  }
  return replicasFor(
    { measured, utilization, missing, notReady, current: utilizations.length },
    target,
    tolerance,
  );
}

/**
 * `desiredReplicas` from counts, for a workload that may have been asked for other pods than it has.
 * @example
 * const pods = { measured: 2, utilization: 1.2, missing: 0, notReady: 1, current: 3 };
 * control.horizontalPodAutoscaler.replicasFor(pods, 0.3, 0.1); // -> 4
 */
export function replicasFor(pods: PodCounts, target: number, tolerance: number): number {
  const { measured, utilization, missing, notReady, current } = pods;
  if (measured === 0) return current;
  const ratio = utilization / measured / target;
  const isUp = ratio > 1;
  const assumed = isUp ? 0 : missing * Math.max(1, target);
  const counted = measured + missing + (isUp ? notReady : 0);
  // In pods: n u / target.
  const needed = (utilization + assumed) / target;
  const adjusted = needed / counted;
  if (Math.abs(adjusted - 1) <= tolerance + SLACK || adjusted > 1 !== isUp) return current;
  const replicas = Math.max(0, Math.ceil(needed - SLACK));
  return replicas > current === isUp ? replicas : current;
}

/** How fast pods may be added and removed within a period. */
export interface Rates {
  /** Pods that may be added: a share of those at the period's start, or a number, whichever is more. */
  readonly upShare: number;
  readonly upPods: number;
  /** Share of the pods at the period's start that may be removed, 0 .. 1. */
  readonly downShare: number;
}

/**
 * The fleet next to `desired` that the rates allow. With s = current - added + removed pods at the start of the period: at most
 * max(s + upPods, ceil(s (1 + upShare))), at least floor(s (1 - downShare)), and a limit that has been passed already holds the
 * current fleet.
 * @param added pods added within the period that ends now.
 * @param removed pods removed within it.
 * @example
 * const rates = { upShare: 1, upPods: 4, downShare: 0.1 };
 * const { limitedReplicas } = control.horizontalPodAutoscaler;
 * limitedReplicas({ desired: 20, current: 3, added: 0, removed: 0 }, rates); // -> 7
 * limitedReplicas({ desired: 20, current: 6, added: 3, removed: 0 }, rates); // -> 7
 * limitedReplicas({ desired: 10, current: 80, added: 0, removed: 0 }, rates); // -> 72
 */
export function limitedReplicas(
  change: {
    readonly desired: number;
    readonly current: number;
    readonly added: number;
    readonly removed: number;
  },
  { upShare, upPods, downShare }: Rates,
): number {
  const { desired, current, added, removed } = change;
  const start = current - added + removed;
  if (desired > current) {
    const most = Math.max(start + upPods, Math.ceil(start * (1 + upShare) - SLACK));
    return Math.min(desired, Math.max(most, current));
  }
  const least = Math.floor(start * (1 - downShare) + SLACK);
  return Math.max(desired, Math.min(least, current));
}
