/** B environments that step together; an episode that ends is followed by a new one at once. All arrays are overwritten. */
export interface TrainingEnvironment {
  /** B. */
  readonly batch: number;
  /** O. */
  readonly observationLength: number;
  /** A. */
  readonly actionLength: number;
  /** What is seen now, B x O. */
  readonly observations: Float64Array;
  /** What the last step reached before any new episode, B x O. */
  readonly reached: Float64Array;
  /** Of the last step, B. */
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Starts over, from this seed: the same seed and actions give the same course. */
  reset(seed: number): void;
  /** Takes B x A action vectors. */
  step(actions: Float32Array): void;
  /** Means over steps and environments since the last call, by name, for the log: reward terms, fleet. */
  takeMeans(): Readonly<Record<string, number>>;
  /** Frees what it holds beyond memory, where it does. */
  close?(): void;
}

/** Consecutive ones of the environments that step together. */
export interface BatchPart {
  /** From 0. */
  readonly first: number;
  readonly count: number;
}
