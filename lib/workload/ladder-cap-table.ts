// Written by `node scripts/ladder-caps.mjs`.

/** Sizes N, ascending; what the whole fleet carries (see `ladderCap`); and the standard error of that over 4 simulations. */
export const CAPS: readonly (readonly [size: number, cap: number, standardError: number])[] = Object.freeze([
  [1, 0.3117, 0.002],
  [2, 0.5354, 0.0028],
  [3, 0.6448, 0.0031],
  [4, 0.7114, 0.0018],
  [5, 0.7592, 0.002],
  [7, 0.8166, 0.0017],
  [10, 0.864, 0.0027],
  [15, 0.9039, 0.0031],
  [20, 0.926, 0.0035],
  [25, 0.9398, 0.0029],
  [30, 0.9492, 0.0025],
  [50, 0.9688, 0.0005],
  [100, 0.9846, 0.0006],
]);
