import type { ClusterSpec, Controller, OpenCluster } from "../../cluster/index.js";
import type { TrainedPolicy } from "../training/agent-file.js";
import type { FineTuningConfig } from "./config.js";
import type { FineTuningLine } from "./log.js";

/** Where a run stands after a control step. */
export interface FineTuningProgress {
  /** Control steps learned from, of `total`; and those of the cluster. */
  readonly steps: number;
  readonly total: number;
  readonly clusterSteps: number;
  /** Whether the guard's rule decided the step. */
  readonly byRule: boolean;
}

/** A run of phase 2 in a folder: checkpoint.json and log.jsonl. */
export interface FineTuningRun {
  /** The policy of phase 1. */
  readonly start: TrainedPolicy;
  readonly config: FineTuningConfig;
  readonly seed: number;
  readonly spec: ClusterSpec;
  readonly open: OpenCluster;
  /** The controller of a text; asked for the guard's rule. */
  readonly rule: (text: string) => Controller;
  /** Left out: nothing is written, and the run can't be taken up again. */
  readonly folder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: FineTuningLine) => void) | undefined;
  readonly onProgress?: ((progress: FineTuningProgress) => void) | undefined;
}
