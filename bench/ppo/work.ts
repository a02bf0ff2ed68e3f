/** What is timed: a piece of work, done over and over. */
export interface Work {
  /** Does a piece of it: its steps, and the mean reward of a step where there is one. */
  run(): { readonly steps: number; readonly stepReward?: number };
  /** Pieces after which all is set up and compiled; default 1. */
  readonly warmUpPieces?: number;
  /** TensorFlow's tensors that are alive now, where it plays a part. */
  tensors?(): number;
}
