/**
 * Arithmetic of Knative's pod autoscaler.
 * Source: https://knative.dev/docs/serving/autoscaling/kpa-specific/ and, where that is silent, what `autoscaler.go` of
 * Knative Serving does.
 */

/** Slack against rounding: exactly three pods are three. */
const SLACK = 1e-9;

/** Panic mode. */
export interface Panic {
  /** When the load was last beyond the panic threshold, in s; NaN outside panic mode. */
  readonly since: number;
  /** Most pods asked for in this panic. */
  readonly most: number;
}

/** Outside panic mode. */
export const CALM: Panic = Object.freeze({ since: Number.NaN, most: 0 });

/** Settings of a decision. */
export interface KnativeSettings {
  /** Load aimed at for each pod, > 0. */
  readonly target: number;
  /** Pods needed for the panic window's load, as a multiple of those ready, from which panic begins. */
  readonly panicThreshold: number;
  /** Panic ends when this many s have passed without its threshold being reached. */
  readonly stableWindow: number;
  /** Largest and smallest fleet asked for, as ready pods times the one, and ready pods by the other. */
  readonly maxScaleUp: number;
  readonly maxScaleDown: number;
}

/**
 * Pods that Knative's autoscaler asks for. Mean loads over the stable and the panic window need ceil(load / target) pods each,
 * at most ceil(ready maxScaleUp) and at least floor(ready / maxScaleDown). Panic begins when the panic window needs at least
 * `panicThreshold` times the ready pods, and ends a stable window after it last did. In panic the larger of the two is
 * asked for, and never less than before in this panic. Ready pods count at least 1. No load needs 0 pods.
 * @param seen loads of all pods together over the two windows (requests held, or requests/s), ready pods, and the time in s.
 * @example
 * const settings = { target: 10, panicThreshold: 2, stableWindow: 60, maxScaleUp: 10, maxScaleDown: 10 };
 * const { CALM, desiredReplicas } = control.knativePodAutoscaler;
 * const calm = desiredReplicas({ stable: 100, panic: 100, ready: 8, time: 0 }, CALM, settings);
 * calm.replicas; // -> 10
 * const alarmed = desiredReplicas({ stable: 100, panic: 200, ready: 10, time: 1 }, CALM, settings);
 * alarmed; // -> { replicas: 20, panic: { since: 1, most: 20 } }
 * desiredReplicas({ stable: 1, panic: 1, ready: 20, time: 30 }, alarmed.panic, settings).replicas; // -> 20
 */
export function desiredReplicas(
  seen: { readonly stable: number; readonly panic: number; readonly ready: number; readonly time: number },
  before: Panic,
  settings: KnativeSettings,
): { readonly replicas: number; readonly panic: Panic } {
  const { target, panicThreshold, stableWindow, maxScaleUp, maxScaleDown } = settings;
  const ready = Math.max(1, seen.ready);
  const most = Math.ceil(maxScaleUp * ready - SLACK);
  const least = Math.floor(ready / maxScaleDown + SLACK);
  const needed = (load: number) => Math.max(0, Math.ceil(load / target - SLACK));
  const within = (pods: number) => Math.min(Math.max(pods, least), most);
  const panicNeeds = needed(seen.panic);
  const calm = within(needed(seen.stable));
  const isOver = panicNeeds / ready >= panicThreshold - SLACK;
  const since = isOver ? seen.time : before.since;
  // Written so that it holds for NaN, too.
  if (!(seen.time <= since + stableWindow + SLACK)) return { replicas: calm, panic: CALM };
  const replicas = Math.max(calm, within(panicNeeds), before.most);
  return { replicas, panic: { since, most: replicas } };
}
