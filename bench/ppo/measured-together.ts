import type { RowFacts } from "../group.js";
import { type Measured, MeasuredProcess, type ProcessCommand } from "./measured-process.js";

/** Processes that do a row's work side by side; mostly there is one. */
export class MeasuredTogether {
  readonly #processes: readonly MeasuredProcess[];

  constructor(commands: readonly ProcessCommand[]) {
    this.#processes = commands.map((command) => new MeasuredProcess(command));
  }

  /** Waits until all have warmed up. @throws Error as the first of them that ended instead. */
  async warmUp(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.warmUp()));
  }

  /** Lets them work for at least `seconds` each: their steps together, from the common start to the last one's end. */
  async measure(seconds: number): Promise<Measured> {
    const begin = performance.now();
    const all = await Promise.all(this.#processes.map((process) => process.measure(seconds)));
    if (all.length === 1) return all[0];
    return {
      steps: all.reduce((sum, { steps }) => sum + steps, 0),
      seconds: (performance.now() - begin) / 1000,
      ...optional("stepReward", mean, all),
    };
  }

  /** Ends them; what they said and held. */
  async close(): Promise<RowFacts> {
    const all = await Promise.all(this.#processes.map((process) => process.close()));
    return {
      ...optional("warmUpSeconds", (values) => Math.max(...values), all),
      ...optional("peakMemoryMiB", sum, all),
      ...optional("tensorsBefore", (values) => values.flat(), all),
      ...optional("tensorsAfter", (values) => values.flat(), all),
      ...optional("stepReward", mean, all),
    };
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** What all say of `key`, as one value; nothing where one doesn't. */
function optional<T, K extends keyof T>(
  key: K,
  together: (values: NonNullable<T[K]>[]) => T[K],
  all: readonly T[],
): Partial<Pick<T, K>> {
  const values = all.map((one) => one[key]);
  if (values.some((value) => value === undefined || value === null)) return {};
  return { [key]: together(values as NonNullable<T[K]>[]) } as Pick<T, K>;
}
