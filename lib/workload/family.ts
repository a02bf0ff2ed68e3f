import { requireInteger, requirePositive } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import type { TraceRequest, Workload, WorkloadSplit } from "./contract.js";
import { requireSplit } from "./splits.js";

/** What every family takes beside its own parameters. */
export interface WorkloadOptions {
  /** Unique name; by default the family with all parameters, e.g. "constant_level=0.5_cap=0.95". */
  readonly name?: string;
  /** Default "train". */
  readonly split?: WorkloadSplit;
  /**
   * Highest rate of a slot as a fraction of capacity, > 0; default 0.95. What lies above is cut off, because no fleet
   * could serve it: so the mean of a capped workload is lower than its parameters say.
   */
  readonly cap?: number;
}

/** Default of `WorkloadOptions.cap`. */
export const DEFAULT_CAP = 0.95;

/** Mean intensity, as a fraction of capacity, over [start, start + length) in s; called slot by slot, from 0 upwards. */
export type SlotMean = (start: number, length: number) => number;

/** What makes a family member of an intensity lambda(t): its label and how to begin a trace. */
export interface FamilyMember {
  readonly family: string;
  readonly options: WorkloadOptions;
  readonly parameters: Readonly<Record<string, number>>;
  /** Begins a trace; times are in s before `timeScale`. */
  begin(random: RandomStream): SlotMean;
}

/**
 * The workload of an intensity lambda(t): the rate of slot k of length D is
 *
 *   capacity * min(cap, (1 / (s D)) * integral of lambda from k s D to (k + 1) s D),   s = timeScale.
 *
 * A trace of fewer slots is the beginning of a longer one. Members of a family share their random numbers: under the
 * same seed, two diurnal workloads have the same phase.
 */
export function intensityWorkload({ family, options, parameters, begin }: FamilyMember): Workload {
  const cap = options.cap ?? DEFAULT_CAP;
  requirePositive("cap", cap);
  return labelledWorkload(family, options, { ...parameters, cap }, (request) => {
    const mean = begin(RandomStream.of(request.seed, "workload", family));
    const length = request.slotLength * request.timeScale;
    return Float64Array.from(
      { length: request.slots },
      (_, slot) => request.capacity * Math.min(cap, mean(slot * length, length)),
    );
  });
}

/** A frozen workload whose `trace` checks what it is asked for. */
export function labelledWorkload(
  family: string,
  options: WorkloadOptions,
  parameters: Readonly<Record<string, number | string>>,
  trace: (request: TraceRequest) => Float64Array,
): Workload {
  const name = options.name ?? defaultName(family, parameters);
  // The name becomes a cell of a CSV file and a part of file names.
  if (!/^[\w.=+-]+$/.test(name))
    throw new RangeError(
      `name must consist of letters, digits and "_.=+-", got ${JSON.stringify(options.name)}`,
    );
  const split = options.split ?? "train";
  if (split !== "own") requireSplit(split);
  return Object.freeze({
    name,
    family,
    split,
    parameters: Object.freeze({ ...parameters }),
    trace(request: TraceRequest): Float64Array {
      requireRequest(request);
      return trace(request);
    },
  });
}

function defaultName(family: string, parameters: Readonly<Record<string, number | string>>): string {
  return [family, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join("_");
}

/** Throws a RangeError unless a trace can be asked for so. */
export function requireRequest(request: TraceRequest): void {
  requireInteger("seed", request.seed, 0);
  requirePositive("capacity", request.capacity);
  requireInteger("slots", request.slots, 1);
  requirePositive("slotLength", request.slotLength);
  requirePositive("timeScale", request.timeScale);
}
