import type { BenchRow } from "../group.js";
import { MeasuredProcess, type ProcessCommand } from "./measured-process.js";

/** A row that is timed in a process of its own, so that its peak memory is its own. */
export interface ProcessRow {
  readonly name: string;
  readonly against?: string;
  readonly unit: string;
  /** Least length of a repeat. */
  readonly seconds: number;
  /** The process, made where it has to be; a text says why it can't be had. */
  command(): ProcessCommand | string;
  /** Peers are left out where they don't start; ours must. */
  readonly isOptional: boolean;
}

export function processRow({ name, against, unit, seconds, command, isOptional }: ProcessRow): BenchRow {
  let running: MeasuredProcess | undefined;
  return {
    name,
    unit,
    ...(against !== undefined && { against }),
    async prepare() {
      const started = command();
      if (typeof started === "string") return started;
      running = new MeasuredProcess(started);
      try {
        await running.warmUp();
      } catch (error) {
        if (!isOptional) throw error;
        return (error as Error).message;
      }
      return undefined;
    },
    async measure() {
      const measured = await (running as MeasuredProcess).measure(seconds);
      const { stepReward, steps } = measured;
      if (!(steps > 0) || (stepReward !== undefined && !Number.isFinite(stepReward)))
        throw new Error(`${name} didn't train: ${JSON.stringify(measured)}`);
      return steps / measured.seconds;
    },
    close: () => running?.close(),
  };
}
