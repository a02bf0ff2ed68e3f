import type { JobContext } from "../../processes/index.js";
import type { Checkpoint } from "./checkpoint.js";
import type { LogLine } from "./log.js";
import type { PooledRun } from "./pool.js";
import { train } from "./run.js";
import { receivedConfig, type SentConfig } from "./world.js";

/** A run as it goes to another process. */
export interface SentRun extends Omit<PooledRun, "config"> {
  readonly sent: SentConfig;
}

/** What a training job tells of itself. */
export interface JobProgress {
  readonly line: LogLine;
  /** Steps in all. */
  readonly total: number;
}

/** A run of a `TrainingPool`, as a job of one of its processes. */
export function trainJob({ sent, ...run }: SentRun, { signal, tell }: JobContext): Promise<Checkpoint> {
  const onProgress = (line: LogLine, total: number) => tell({ line, total } satisfies JobProgress);
  return train({ ...run, config: receivedConfig(sent), signal, onProgress });
}
