/** One thing that is timed: ours, or a peer doing the same work. */
export interface BenchRow {
  readonly name: string;
  /** What `measure` returns, e.g. "queue events/s"; more is better. Ratios are drawn between rows of one unit. */
  readonly unit: string;
  /** Makes the row ready (installs a peer, warms up). A returned text says why the row is left out. */
  prepare?(): string | undefined | Promise<string | undefined>;
  /** One repeat, 0, 1, ...: does the work, checks its result, and returns its speed in `unit`. */
  measure(repeat: number): number | Promise<number>;
}

/** Rows that are compared with one another; the first row is ours. `--only <name>` picks a group. */
export interface BenchGroup {
  readonly name: string;
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
  /** Speed of the group's first row of this unit over this row's speed, repeat by repeat. */
  readonly ratio?: Spread;
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
  for (const row of group.rows) {
    progress(`${group.name}: preparing ${row.name}`);
    const reason = await row.prepare?.();
    if (reason !== undefined) leftOut.set(row, reason);
  }
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const row of group.rows) {
      if (leftOut.has(row)) continue;
      progress(`${group.name}: ${row.name}, repeat ${repeat + 1} of ${repeats}`);
      values.get(row)?.push(await row.measure(repeat));
    }
  const rows = group.rows.map((row): RowResult => {
    const { name, unit } = row;
    const reason = leftOut.get(row);
    if (reason !== undefined) return { name, unit, values: [], leftOut: reason };
    const own = values.get(row) as number[];
    const first = group.rows.find((other) => other.unit === unit && !leftOut.has(other)) as BenchRow;
    const ratios = (values.get(first) as number[]).map((value, repeat) => value / own[repeat]);
    return { name, unit, values: own, speed: spread(own), ratio: spread(ratios) };
  });
  return { name: group.name, title: group.title, rows };
}
