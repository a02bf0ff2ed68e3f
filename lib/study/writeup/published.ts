/** One row of the write-up's table of a rule on its own simulator. */
export interface PublishedRow {
  /** N. */
  readonly size: number;
  /** Sum over steps of the nodes' error rates. */
  readonly failed: number;
  /** Mean CPU over steps, as a share. */
  readonly cpu: number;
  /** Steps in which the fleet changed. */
  readonly events: number;
  /** Share of steps whose mean latency was above 0.5 s. */
  readonly violations: number;
  /** Mean of offered users / active nodes. */
  readonly users: number;
}

/** Length of each of its simulated runs in control steps; one run a row, one seed. */
export const PUBLISHED_STEPS = 250_000;

/** N, failed, CPU in %, events, SLA violations in %, users a node. */
type Line = readonly [number, number, number, number, number, number];

const row = ([size, failed, cpu, events, violations, users]: Line): PublishedRow =>
  Object.freeze({ size, failed, cpu: cpu / 100, events, violations: violations / 100, users });

/**
 * What the write-up's report gives for its two rules in 250,000 simulated steps a size (its tables of simulated results for
 * the threshold and the PID rule), copied by hand.
 */
export const PUBLISHED_RULES: Readonly<Record<"writeup-threshold" | "writeup-pid", readonly PublishedRow[]>> =
  Object.freeze({
    "writeup-threshold": (
      [
        [5, 1_578, 49.86, 8_809, 0.64, 10.0],
        [10, 8_570, 51.42, 17_852, 1.53, 10.5],
        [15, 9_336, 50.88, 16_588, 1.25, 10.3],
        [20, 25_672, 51.16, 24_672, 2.25, 10.6],
        [25, 22_550, 51.5, 23_828, 1.74, 10.5],
      ] as const
    ).map(row),
    "writeup-pid": (
      [
        [5, 7_812, 60.0, 42_079, 6.35, 12.2],
        [10, 11_360, 60.0, 25_300, 3.98, 12.6],
        [15, 40_580, 60.0, 39_659, 6.21, 13.4],
        [20, 38_068, 60.0, 34_346, 4.91, 12.9],
        [25, 68_757, 60.0, 41_136, 6.14, 13.8],
      ] as const
    ).map(row),
  });

/** What the write-up gives for its agent at one size: its table of simulated results, and means per step. */
export interface PublishedAgentRow extends PublishedRow {
  /** Mean reward of a step. */
  readonly reward: number;
  /** Mean over steps of the nodes' mean latency, s. */
  readonly latency: number;
  /**
   * Its "error rate" per step. It is the sum over nodes, not their mean: at every size it is `failed` over the number of steps.
   */
  readonly errorRate: number;
  /** Mean over steps of the queue as the agent sees it: requests waiting / 3N, cut to 1. */
  readonly queue: number;
  /** Mean number of active nodes. */
  readonly active: number;
  /** Mean reward of an episode of 100 steps at the end of training. */
  readonly episodeReward: number;
}

/** Reward, latency, error rate, queue and active nodes per step; final episode reward of phase 1. */
type AgentLine = readonly [...Line, number, number, number, number, number, number];

/** The write-up's rows for its agent (mean action, one training seed a size) on its own simulator, copied by hand. */
export const PUBLISHED_AGENT: readonly PublishedAgentRow[] = Object.freeze(
  (
    [
      [5, 2_438, 47.96, 45_468, 0.78, 9.7, -5.5, 0.11, 0.01, 0.12, 3.1, -473],
      [10, 11_386, 45.59, 98_972, 1.83, 9.4, -6.5, 0.11, 0.046, 0.13, 6.7, -555],
      [15, 18_712, 44.04, 114_022, 1.8, 9.0, -6.1, 0.11, 0.075, 0.12, 8.9, -624],
      [20, 7_618, 36.32, 178_009, 0.41, 7.3, -5.3, 0.09, 0.03, 0.09, 12.1, -907],
      [25, 42_172, 43.65, 157_495, 2.39, 8.8, -7.1, 0.12, 0.169, 0.16, 15.3, -954],
    ] as readonly AgentLine[]
  ).map(
    ([
      size,
      failed,
      cpu,
      events,
      violations,
      users,
      reward,
      latency,
      errorRate,
      queue,
      active,
      episodeReward,
    ]) =>
      Object.freeze({
        ...row([size, failed, cpu, events, violations, users]),
        reward,
        latency,
        errorRate,
        queue,
        active,
        episodeReward,
      }),
  ),
);

/** One row of the write-up's table of a controller on its real cluster, 2,000 steps a size. */
export interface PublishedRealRow {
  /** N. */
  readonly size: number;
  /** Mean CPU over steps, as a share. */
  readonly cpu: number;
  /** Steps in which the fleet changed, as a share. */
  readonly events: number;
  /** Mean of offered users / active nodes. */
  readonly users: number;
  /** Sum over steps of the nodes' error rates, and share of steps whose mean latency was above 0.5 s. */
  readonly failed: number;
  readonly violations: number;
  /** Mean reward of a step, mean latency in s, mean number of active nodes: given for its agent only, else null. */
  readonly reward: number | null;
  readonly latency: number | null;
  readonly active: number | null;
}

/** Length of each of its real runs in control steps; one run a row. */
export const PUBLISHED_REAL_STEPS = 2_000;

/** SLA violations of its real runs, as a share of steps, where there were any: none but of PID at 10 nodes; nothing failed anywhere. */
const REAL_VIOLATIONS = { "writeup-pid": { 10: 0.0005 } } as const;

/** N, CPU in %, events, users a node; of the agent also reward, latency in s and active nodes. */
type RealLine = readonly [
  number,
  number,
  number,
  number,
  ...(readonly [number, number, number] | readonly []),
];

const realRow = (
  [size, cpu, events, users, reward, latency, active]: RealLine,
  violations: Readonly<Record<number, number>> = {},
): PublishedRealRow =>
  Object.freeze({
    size,
    cpu: cpu / 100,
    events: events / PUBLISHED_REAL_STEPS,
    users,
    failed: 0,
    violations: violations[size] ?? 0,
    reward: reward ?? null,
    latency: latency ?? null,
    active: active ?? null,
  });

/** The write-up's tables of real results, copied by hand. */
export const PUBLISHED_REAL: Readonly<
  Record<"ppo-writeup" | "writeup-threshold" | "writeup-pid", readonly PublishedRealRow[]>
> = Object.freeze({
  "ppo-writeup": (
    [
      [5, 47.51, 842, 10.5, -3.3, 0.14, 2.1],
      [10, 48.75, 1_370, 10.9, -4.5, 0.12, 6.3],
      [15, 32.43, 1_064, 6.8, -3.5, 0.09, 7.8],
      [20, 39.48, 1_516, 6.7, -5.1, 0.16, 11.7],
      [25, 44.0, 1_333, 8.0, -3.5, 0.1, 13.0],
    ] as const
  ).map((line) => realRow(line)),
  "writeup-threshold": (
    [
      [5, 45.95, 482, 9.7],
      [10, 50.05, 395, 8.9],
      [15, 56.39, 458, 8.9],
      [20, 47.72, 180, 10.0],
      [25, 52.07, 436, 10.7],
    ] as const
  ).map((line) => realRow(line)),
  "writeup-pid": (
    [
      [5, 59.97, 591, 13.7],
      [10, 60.14, 555, 11.7],
      [15, 60.0, 598, 13.7],
      [20, 59.99, 476, 12.3],
      [25, 59.85, 641, 11.1],
    ] as const
  ).map((line) => realRow(line, REAL_VIOLATIONS["writeup-pid"])),
});

/** Reward of an episode of 100 steps at the start and the end of its phase 2, by N. */
export const PUBLISHED_PHASE_2: Readonly<Record<number, readonly [start: number, end: number]>> =
  Object.freeze({
    5: [-440, -399],
    10: [-435, -491],
    15: [-185, -426],
    20: [-293, -395],
    25: [-357, -407],
  });
