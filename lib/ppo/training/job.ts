import type { JobContext } from "../../processes/index.js";
import type { Checkpoint } from "./checkpoint.js";
import type { LogLine } from "./log.js";
import type { PooledRun } from "./pool.js";
import { train } from "./run.js";

/** What a training job tells of itself. */
export interface JobProgress {
  readonly line: LogLine;
  /** Steps in all. */
  readonly total: number;
}

/** A run of a `TrainingPool`, as a job of one of its processes. */
export function trainJob(run: PooledRun, { signal, tell }: JobContext): Promise<Checkpoint> {
  const onProgress = (line: LogLine, total: number) => tell({ line, total } satisfies JobProgress);
  return train({ ...run, signal, onProgress });
}
