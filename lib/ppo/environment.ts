/** Lengths of what a batch of environments takes and shows. */
export interface BatchShape {
  /** B. */
  readonly batch: number;
  /** O. */
  readonly observationLength: number;
  /** A. */
  readonly actionLength: number;
}

/** What B environments that step together show. */
export interface BatchView extends BatchShape {
  /** What is seen now, B x O. */
  readonly observations: Float64Array;
  /** What the last step reached before any new episode, B x O. */
  readonly reached: Float64Array;
  /** Of the last step, B. */
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

/** B environments that step together; an episode that ends is followed by a new one at once. All arrays are overwritten. */
export interface TrainingEnvironment extends BatchView {
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

/** The arrays that a batch of environments shows itself in, all zero. */
export class BatchArrays implements BatchView {
  readonly batch: number;
  readonly observationLength: number;
  readonly actionLength: number;
  readonly observations: Float64Array;
  readonly reached: Float64Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;

  /** @param Memory what the arrays lie in: SharedArrayBuffer where threads have them in common. */
  constructor(
    { batch, observationLength, actionLength }: BatchShape,
    Memory: new (bytes: number) => ArrayBufferLike = ArrayBuffer,
  ) {
    this.batch = batch;
    this.observationLength = observationLength;
    this.actionLength = actionLength;
    this.observations = new Float64Array(new Memory(8 * batch * observationLength));
    this.reached = new Float64Array(new Memory(8 * batch * observationLength));
    this.rewards = new Float64Array(new Memory(8 * batch));
    this.terminated = new Uint8Array(new Memory(batch));
    this.truncated = new Uint8Array(new Memory(batch));
  }
}
