/** Where the comparison of training speeds stands, whole training runs, and both engines' learning; relative to the data folder. */
export const SPEED_FILE = "bench/ppo.json";
export const PHASE_1_FILE = "bench/phase-1.json";
export const EQUIVALENCE_FILE = "bench/equivalence.json";
/** Where the exact simulator's speed by dispatch stands. */
export const DISPATCH_SPEED_FILE = "bench/dispatch.json";
export const BENCH_FILES: readonly string[] = Object.freeze([
  SPEED_FILE,
  PHASE_1_FILE,
  EQUIVALENCE_FILE,
  DISPATCH_SPEED_FILE,
]);
