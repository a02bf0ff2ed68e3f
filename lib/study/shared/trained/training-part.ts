import type { MeasureContext } from "../../../evaluation/index.js";
import {
  type Checkpoint,
  type LogLine,
  logFile,
  readLog,
  type TrainingConfig,
  train,
} from "../../../ppo/index.js";

/** A training run that an experiment's cell wants a part of, or all of. */
export interface PartlyTrained extends Pick<MeasureContext, "part" | "threads" | "signal" | "onShare"> {
  readonly config: TrainingConfig;
  readonly seed: number;
  /** Where it can be taken up again; left out: nowhere. */
  readonly folder?: string | undefined;
}

/** The log of a training run and where it ended; of a part of a run, the lines up to there and no checkpoint. */
export async function trainedPart({
  config,
  seed,
  folder,
  part,
  threads,
  signal,
  onShare,
}: PartlyTrained): Promise<{ readonly lines: readonly LogLine[]; readonly checkpoint?: Checkpoint }> {
  const stop = new AbortController();
  const lines: LogLine[] = [];
  try {
    const checkpoint = await train({
      config,
      seed,
      folder,
      threads,
      signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
      onProgress(line, total) {
        lines.push(line);
        onShare?.(Math.min(line.steps / (total * part), 1));
        if (part < 1 && line.steps >= total * part) stop.abort();
      },
    });
    // A run that was taken up again tells of its second part only.
    return { lines: folder === undefined ? lines : readLog(logFile(folder)), checkpoint };
  } catch (error) {
    if (!stop.signal.aborted || signal?.aborted) throw error;
    return { lines };
  }
}
