import type { BenchRow } from "../group.js";
import type { ProcessCommand } from "./measured-process.js";
import { MeasuredTogether } from "./measured-together.js";

/** A way to do a row's work; where there are several, `label` tells them apart. */
export interface Variant {
  readonly label?: string;
  /** Processes that share the work; mostly one. */
  readonly commands: readonly ProcessCommand[];
}

/** A row that is timed in processes of its own, so that its peak memory is its own. */
export interface ProcessRow {
  readonly name: string;
  readonly against?: string;
  readonly unit: string;
  /** Least length of a repeat. */
  readonly seconds: number;
  /** Ways to do the work, of which the fastest in a first trial here is timed; a text says why there is none. */
  variants(): readonly Variant[] | string;
  /** Peers are left out where they don't start; ours must. */
  readonly isOptional: boolean;
}

export function processRow({ name, against, unit, seconds, variants, isOptional }: ProcessRow): BenchRow {
  let running: MeasuredTogether | undefined;
  let label: string | undefined;
  return {
    name,
    unit,
    ...(against !== undefined && { against }),
    async prepare() {
      const candidates = variants();
      if (typeof candidates === "string") return candidates;
      let fastest = 0;
      let complaint: string | undefined;
      for (const candidate of candidates) {
        let started: MeasuredTogether | undefined;
        try {
          started = await warmedUp(candidate, isOptional ? 2 : 1);
          const speed = candidates.length > 1 ? speedOf(await started.measure(seconds)) : 1;
          if (speed > fastest) {
            await running?.close();
            fastest = speed;
            running = started;
            label = candidate.label;
          }
        } catch (error) {
          if (!isOptional) throw error;
          complaint = (error as Error).message;
        } finally {
          if (running !== started) await started?.close();
        }
      }
      return running === undefined ? complaint : undefined;
    },
    async measure() {
      const measured = await (running as MeasuredTogether).measure(seconds);
      const { stepReward, steps } = measured;
      if (!(steps > 0) || (stepReward !== undefined && !Number.isFinite(stepReward)))
        throw new Error(`${name} didn't train: ${JSON.stringify(measured)}`);
      return speedOf(measured);
    },
    async close() {
      const facts = await running?.close();
      return facts === undefined || label === undefined ? facts : { ...facts, variant: label };
    },
  };
}

/** The processes of a variant at work. A peer that hung may work the next time: it is started up to `tries` times. */
async function warmedUp({ commands }: Variant, tries: number): Promise<MeasuredTogether> {
  const started = new MeasuredTogether(commands);
  try {
    await started.warmUp();
    return started;
  } catch (error) {
    await started.close();
    if (tries <= 1) throw error;
    return warmedUp({ commands }, tries - 1);
  }
}

const speedOf = (measured: { readonly steps: number; readonly seconds: number }) =>
  measured.steps / measured.seconds;
