import { ContainerState } from "./contract.js";

const { off, starting, ready, draining } = ContainerState;

/** Containers of one or more clusters that can be started and stopped one by one. */
export interface ScalableFleet {
  /** `ContainerState` of each container. */
  readonly state: Uint8Array;
  /** Starts container `c`, which is off or draining, at time `now` in s. One that is draining is ready again at once. */
  start(c: number, now: number): void;
  /** Stops container `c`, which is starting or ready. */
  stop(c: number): void;
}

/**
 * Carries out a scale command to the `size` containers from `first` on, one container after the other, and returns the change
 * that took effect: `scale`, or less where no more can be started or stopped. The j-th is `wanted[offset + j]` where it can be
 * that one, else the next in the cluster's order.
 */
export function changeFleet(
  fleet: ScalableFleet,
  first: number,
  size: number,
  scale: number,
  now: number,
  wanted: ArrayLike<number> | undefined,
  offset = 0,
): number {
  const changes = Math.abs(scale);
  for (let j = 0; j < changes; j++) {
    const container = wanted !== undefined && offset + j < wanted.length ? wanted[offset + j] : -1;
    const find = scale > 0 ? containerToStart : containerToStop;
    const i = find(fleet.state, size, container, first);
    if (i < 0) return scale > 0 ? j : 0 - j;
    if (scale > 0) fleet.start(first + i, now);
    else fleet.stop(first + i);
  }
  return scale;
}

/**
 * The container that a command "up" starts, or -1 where none can be: `wanted` if it is off or draining, else the first
 * such container in the cluster's order. One that is draining goes back to ready at once, one that is off starts cold.
 */
function containerToStart(state: Uint8Array, size: number, wanted: number, offset: number): number {
  if (wanted >= 0 && canStart(state[offset + wanted])) return wanted;
  for (let i = 0; i < size; i++) if (canStart(state[offset + i])) return i;
  return -1;
}

/**
 * The container that a command "down" stops, or -1 where none may be: `wanted` if it may be stopped, else the last in the
 * cluster's order that may. One ready container always stays.
 */
function containerToStop(state: Uint8Array, size: number, wanted: number, offset: number): number {
  let readyCount = 0;
  for (let i = 0; i < size; i++) if (state[offset + i] === ready) readyCount++;
  const canStop = (value: number) => value === starting || (value === ready && readyCount > 1);
  if (wanted >= 0 && canStop(state[offset + wanted])) return wanted;
  for (let i = size - 1; i >= 0; i--) if (canStop(state[offset + i])) return i;
  return -1;
}

function canStart(value: number): boolean {
  return value === off || value === draining;
}
