/** One thing that is timed: ours, or a peer doing the same work. */
export interface BenchRow {
  readonly name: string;
  /** What `measure` returns, e.g. "queue events/s"; more is better. */
  readonly unit: string;
  /** Name of the row of the same unit that it is compared with; default the group's first of this unit. */
  readonly against?: string;
  /** Makes the row ready (installs a peer, warms up). A returned text says why the row is left out. */
  prepare?(): string | undefined | Promise<string | undefined>;
  /**
   * One repeat, 0, 1, ...: does the work, checks its result, and returns its speed in `unit`. A long one tells `progress` how far
   * it is.
   */
  measure(repeat: number, progress: (line: string) => void): number | Promise<number>;
  /** After the last repeat, or once something failed: ends what was begun, and returns what else was seen. */
  close?(): RowFacts | undefined | Promise<RowFacts | undefined>;
}

/** What is worth saying of a row beside its speed. */
export interface RowFacts {
  /** Compilation, set-up and a first piece of the work, in s: no part of the speed. */
  readonly warmUpSeconds?: number;
  /** Largest resident memory of the row's own processes together, in MiB. */
  readonly peakMemoryMiB?: number;
  /** TensorFlow's tensors in each of them, after the warm-up and after the last repeat. */
  readonly tensorsBefore?: readonly number[];
  readonly tensorsAfter?: readonly number[];
  /** Resident memory after the warm-up and at the end, in MiB. */
  readonly memoryBeforeMiB?: number;
  readonly memoryAfterMiB?: number;
  /** Of whole training runs: seeds trained in each, how long each took, and each seed's mean reward of its last 100 episodes. */
  readonly seeds?: number;
  readonly runSeconds?: readonly number[];
  readonly episodeRewards?: readonly number[];
  /** The way of doing it that was fastest in a trial beforehand, where there are several. */
  readonly variant?: string;
  /** Mean reward of a step in the last rollout. Peers that train on the same problem get about the same. */
  readonly stepReward?: number;
}

/** Rows that are compared with one another; the first row is ours. */
export interface BenchGroup {
  readonly name: string;
  /** Groups of a family are saved in one file. `--only` picks a group or a family. */
  readonly family: string;
  /** Takes too long to be run unless `--only` asks for it. */
  readonly onRequest?: boolean;
  /** Times that its rows are measured where nothing else is said; default 5. */
  readonly repeats?: number;
  /** The file that defines it (`__filename`): what it imports is what is timed. */
  readonly module: string;
  /** What of its configuration is worth keeping with the results. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** What is compared, in one line. */
  readonly title: string;
  readonly rows: readonly BenchRow[];
}

/** Median, minimum and maximum over the repeats. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A timed row, or one that was left out and why. */
export interface RowResult {
  readonly name: string;
  readonly unit: string;
  /** One speed per repeat. */
  readonly values: readonly number[];
  readonly speed?: Spread;
  /** The row it is compared with, unless that is itself or left out, and that one's speed over this one's, repeat by repeat. */
  readonly against?: string;
  readonly ratio?: Spread;
  readonly facts?: RowFacts;
  readonly leftOut?: string;
}

export interface GroupResult {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly RowResult[];
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/** Times every row `repeats` times, in turn, so that a slow minute of the machine meets all rows alike. */
export async function runGroup(
  group: BenchGroup,
  repeats: number,
  progress: (line: string) => void,
): Promise<GroupResult> {
  const leftOut = new Map<BenchRow, string>();
  const values = new Map<BenchRow, number[]>(group.rows.map((row) => [row, []]));
  const facts = new Map<BenchRow, RowFacts | undefined>();
  try {
    for (const row of group.rows) {
      progress(`${group.name}: preparing ${row.name}`);
      const reason = await row.prepare?.();
      if (reason !== undefined) leftOut.set(row, reason);
    }
    for (let repeat = 0; repeat < repeats; repeat++)
      for (const row of group.rows) {
        if (leftOut.has(row)) continue;
        progress(`${group.name}: ${row.name}, repeat ${repeat + 1} of ${repeats}`);
        values.get(row)?.push(await row.measure(repeat, progress));
      }
  } finally {
    for (const row of group.rows) facts.set(row, await row.close?.());
  }
  const rows = group.rows.map((row): RowResult => {
    const { name, unit } = row;
    const reason = leftOut.get(row);
    if (reason !== undefined) return { name, unit, values: [], leftOut: reason };
    const own = values.get(row) as number[];
    const known = facts.get(row);
    return {
      name,
      unit,
      values: own,
      speed: spread(own),
      ...comparison(row),
      ...(known !== undefined && { facts: known }),
    };
  });
  return { name: group.name, title: group.title, rows };

  function comparison(row: BenchRow): Pick<RowResult, "against" | "ratio"> {
    const timed = group.rows.filter((other) => other.unit === row.unit && !leftOut.has(other));
    const other = timed.find(({ name }) => row.against === undefined || name === row.against);
    if (other === undefined || other === row) return {};
    const own = values.get(row) as number[];
    const ratios = (values.get(other) as number[]).map((value, repeat) => value / own[repeat]);
    return { against: other.name, ratio: spread(ratios) };
  }
}
