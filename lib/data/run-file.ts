/** What is kept of one run: its records, one a control step; the conditions of its steps; its requests. */
export type RunPart = "records" | "conditions" | "requests";

/** One run of one controller, by which its files are named. */
export interface NamedRun {
  readonly controller: string;
  /** Phase of training; "" where the controller has none. */
  readonly phase?: string;
  /** NaN where the controller is not trained. */
  readonly trainingSeed: number;
  readonly workload: string;
  /** N. */
  readonly size: number;
  /** From 0. */
  readonly run: number;
}

/**
 * The name of a file of one run: `<controller>[_phase<k>][_seed<s>]_<workload>_n<N>_run<r>[_conditions|_requests].csv.gz`. In names of
 * controllers and workloads every character but letters, digits and `.,+=-` is written as `%` and its code, so that the parts can
 * be told apart again.
 *
 * @example
 * const run = { controller: "ppo-writeup", phase: "2", trainingSeed: 1, workload: "writeup-test", size: 15, run: 0 };
 * data.runFileName(run, "requests"); // -> "ppo-writeup_phase2_seed1_writeup-test_n15_run0_requests.csv.gz"
 */
export function runFileName(
  { controller, phase = "", trainingSeed, workload, size, run }: NamedRun,
  part: RunPart = "records",
): string {
  const words = [
    escaped(controller),
    ...(phase === "" ? [] : [`phase${escaped(phase)}`]),
    ...(Number.isNaN(trainingSeed) ? [] : [`seed${trainingSeed}`]),
    escaped(workload),
    `n${size}`,
    `run${run}`,
    ...(part === "records" ? [] : [part]),
  ];
  return `${words.join("_")}.csv.gz`;
}

const NAME =
  /^([^_]+)(?:_phase([^_]+))?(?:_seed(\d+))?_([^_]+)_n(\d+)_run(\d+)(?:_(conditions|requests))?\.csv\.gz$/;

/**
 * The run and the part that a file's name tells; undefined where it is no name that `runFileName` gives.
 *
 * @example
 * data.parseRunFileName("static_constant-0.7_n5_run0.csv.gz")?.run.workload; // -> "constant-0.7"
 */
export function parseRunFileName(
  name: string,
): { readonly run: Required<NamedRun>; readonly part: RunPart } | undefined {
  const found = NAME.exec(name);
  if (found === null) return undefined;
  const [, controller, phase = "", seed, workload, size, run, part = "records"] = found;
  const parsed = {
    controller: unescaped(controller),
    phase: unescaped(phase),
    trainingSeed: seed === undefined ? Number.NaN : Number(seed),
    workload: unescaped(workload),
    size: Number(size),
    run: Number(run),
  };
  return { run: parsed, part: part as RunPart };
}

function escaped(name: string): string {
  return name.replace(/[^A-Za-z0-9.,+=-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

function unescaped(name: string): string {
  return decodeURIComponent(name);
}
