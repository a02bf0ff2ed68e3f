import { ContainerState } from "./contract.js";

const { off, starting, ready, draining } = ContainerState;

/**
 * The container that a command "up" starts, or -1 where none can be: `wanted` if it is off or draining, else the first
 * such container in the cluster's order. One that is draining goes back to ready at once, one that is off starts cold.
 * `state` holds one cluster's containers from `offset` on.
 */
export function containerToStart(state: Uint8Array, size: number, wanted: number, offset = 0): number {
  if (wanted >= 0 && canStart(state[offset + wanted])) return wanted;
  for (let i = 0; i < size; i++) if (canStart(state[offset + i])) return i;
  return -1;
}

/**
 * The container that a command "down" stops, or -1 where none may be: `wanted` if it may be stopped, else the last in the
 * cluster's order that may. One ready container always stays.
 */
export function containerToStop(state: Uint8Array, size: number, wanted: number, offset = 0): number {
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
