import { inUnit, type Meanings, plain } from "./meaning.js";

const CONTROLLER_TEXT = plain({
  controller: "rule with its router and parameters, as `controllerByText` reads it",
});

/** Counts of every run of a workload. */
const RUN_LISTS: Meanings = {
  ...inUnit("requests", {
    requests: "requests of each run, joined by `;`",
    violations: "SLA violations of each run, joined by `;`",
  }),
  ...inUnit("container-seconds", { container_seconds: "container-seconds of each run, joined by `;`" }),
};

const TRAINED: Meanings = {
  ...plain({
    phase:
      "training: means over what was trained since the row before; mean: the finished agent without noise; sampled: with it",
    reward: "mean reward of a step, as the run pays it",
    scale_mean: "mean over steps of the mean of the Gaussian that draws the scale",
    scale_deviation: "its deviation",
    switching_expected: "share of steps in which a draw of the scale would ask for a change",
    scale_histogram: "shares of steps by the bin of the scale's mean, joined by `;`",
  }),
  ...inUnit("steps", { steps: "environment steps trained" }),
  ...inUnit("s", { cpu_seconds: "processor time of the training, where it was done in one go" }),
};

const REAL: Meanings = {
  ...inUnit("s", {
    lateness_mean: "how much later than due an observation began, mean over steps",
    lateness_max: "the same, largest",
    observation_time_median: "what an observation took, median over steps",
    observation_time_p99: "the same, 99th percentile",
    cold_start_mean: "mean time from the order to start to readiness",
  }),
  ...inUnit("steps", {
    host_busy_steps: "steps with a machine busier than 90 %",
    overruns: "beginnings of intervals that the controller missed",
  }),
  ...plain({
    host_busy_mean: "busy share of the machine's CPUs, mean over steps",
    host_stolen_mean: "share of the machine's CPU time that other machines took",
    phase:
      "phase of training that the agent comes from: 1, or 2 (trained further on real containers); empty for a rule",
  }),
  ...inUnit("containers", { cold_starts: "containers that got ready in the course of the run" }),
};

/** Columns of the experiments' files that no other file has, or that mean something else there, by file; `*`: any text. */
export const OWN_COLUMNS: Readonly<Record<string, Meanings>> = {
  "theory.csv": {
    ...plain({
      model: "the queue that each container is, in Kendall's notation",
      utilization: "offered load as a share of capacity",
      refused_share_theory: "share of requests refused, by the closed form",
      refused_share: "share of requests refused, simulated",
    }),
    ...inUnit("s", { response_time_theory: "mean response time by the closed form" }),
  },
  "evaluation/{writeup-rules,writeup-rate-10,writeup-rate-15,rules,frontier,writeup-agent,exact-agent}.csv":
    plain({
      phase: "phase of training that the agent comes from; empty where it has none",
    }),
  "calibration/standard-runs.csv": plain({
    phase: "phase of training that the agent comes from; empty here, where rules play",
  }),
  "evaluation/{real,real-simulated,real-dispatch}.csv": REAL,
  "price-map/settings.csv": {
    ...CONTROLLER_TEXT,
    ...plain({
      fleet_share: "mean over the loads of container-seconds / (N x time)",
    }),
    ...inUnit("1/container-second", { violation_density: "mean over the loads of violations / (N x time)" }),
  },
  "price-map/runs.csv": { ...CONTROLLER_TEXT, ...RUN_LISTS },
  "training/curves.csv": {
    ...plain({
      agent: "name of the agent",
      sizes: "numbers of containers trained on, joined by `-`",
      approx_kl: "mean estimated divergence of the policy from the one that acted, in nats",
      clip_fraction: "share of the probability ratios outside the clip range",
      grad_norm: "norm of the gradient",
    }),
    ...inUnit("steps", { steps: "environment steps done" }),
  },
  "training/early-and-late.csv": {
    ...plain({
      command: "scale command: -1, 0 or 1",
      cpu: "mean CPU of active nodes",
      reward: "reward of the step",
    }),
    ...inUnit("requests/s", { users: "users offered" }),
    ...inUnit("containers", { active: "active nodes" }),
    ...inUnit("s", { latency: "mean latency of active nodes" }),
  },
  "ladder/settings.csv.gz": {
    ...CONTROLLER_TEXT,
    ...plain({
      method: "rule and router, without parameters",
      split: "where this setting was the cheapest",
      train_cost: "its cost on train, as a share of N",
      dev_cost: "its cost on dev, as a share of N",
      trials: "configurations that the tuning tried",
      finalists: "configurations of its last rung",
    }),
    ...inUnit("steps", { spent: "environment steps of the whole tuning" }),
  },
  "ladder/configurations.csv.gz": {
    ...CONTROLLER_TEXT,
    ...plain({ number: "from 0, in the order in which the rules take turns" }),
  },
  "ladder/runs.csv.gz": {
    ...RUN_LISTS,
    ...inUnit("requests", {
      bound_violations:
        "violations of each run if one common queue had served its requests on the same fleet path, joined by `;`",
      completions: "requests answered, over all runs",
      errors: "requests refused, over all runs",
    }),
  },
  "ladder/hindsight.csv.gz": {
    ...RUN_LISTS,
    ...plain({
      chosen_even: "configuration that is cheapest on the even runs; it is read on the odd ones",
      chosen_odd: "configuration that is cheapest on the odd runs; it is read on the even ones",
    }),
  },
  "ladder/trial.csv": { ...CONTROLLER_TEXT, ...RUN_LISTS },
  "tuning/*.csv.gz": {
    ...CONTROLLER_TEXT,
    ...plain({
      seed: "base seed of the search",
      rung: "rung of the race, from 0",
      trial: "number of the configuration within its search, from 0",
      workload: "name of a dev workload; empty for the random loads of train",
      first_run: "first of the runs: a load of train by its index, or a run of the dev workload",
      violation_rate: "mean over the runs of violations / requests",
    }),
    ...inUnit("steps", {
      budget: "environment steps that the search may spend",
      steps: "steps simulated, those that aren't counted included",
    }),
    ...inUnit("s", { time: "length of what is counted, over all runs" }),
    ...inUnit("requests", {
      requests: "requests that arrived, over all runs",
      completions: "requests answered, over all runs",
      violations: "SLA violations, over all runs",
      errors: "requests refused, over all runs",
    }),
    ...inUnit("container-seconds", { container_seconds: "container-seconds over all runs" }),
  },
  "equal-violations.csv.gz": plain({
    load: "kind of load: gradual or abrupt test workloads (metrics are means over them), or the write-up's traffic",
  }),
  "restlessness.csv": {
    ...plain({
      alteration: "what was changed about the agent for the run; none: nothing",
      autocorrelation: "of the fleet's changes (-1, 0, 1) at lags 1, 2, ..., joined by `;`",
      worst_violations: "share of all violations in the tenth of stretches of 50 steps that has most of them",
      worst_load: "offered load over what the ready containers serve, mean over those stretches",
      other_load: "the same over all other stretches",
    }),
    ...inUnit("s", { cold_start: "time from start to ready" }),
    ...inUnit("steps", {
      rising_steps: "steps in which the load rises: by more than a container's worth over ten steps",
      rising_changes: "those of them in which the fleet changed",
      steady_steps: "steps in which the load is steady",
      steady_changes: "those of them in which the fleet changed",
      falling_steps: "steps in which the load falls",
      falling_changes: "those of them in which the fleet changed",
      against_changes: "changes of the fleet against a rising or falling load",
    }),
  },
  "worst-episodes.csv": plain({
    change: "what really happened to the fleet: -1, 0 or 1",
    largest_share: "largest share of the step's requests that one container is sent",
  }),
  "routing-lost.csv": {
    ...TRAINED,
    ...plain({
      reward_name: "what latency, errors and queue are averaged over: containers (averages) or requests",
      condition: "the one thing that is changed; standard: nothing",
    }),
    ...inUnit("requests", {
      queue_limit: "most requests that a container holds, the one in service included",
    }),
  },
  "chattering.csv": {
    ...TRAINED,
    ...plain({
      head: "the policy's head, which makes the scale command",
      term: "what a change of the fleet costs",
      change: "the one thing that is changed beside; none: nothing",
      preset: "training settings that it starts from",
    }),
    ...inUnit("steps", { trained: "environment steps of the whole training" }),
  },
  "sensitivity.csv": { ...TRAINED, ...plain({ point: "number of the design's point, from 1" }) },
  "evaluation/sb3.csv": {
    ...plain({ evaluation_seed: "seed of our evaluation whose users these were" }),
    ...inUnit("s", { training_seconds: "wall-clock time of the training, other processes running" }),
  },
  "calibration/standard-comparison.csv": plain({
    metric: "name of the metric; its unit is that of the column of this name elsewhere",
    real: "its value on real containers",
    simulated: "its value in the calibrated simulator",
    relative_error: "(simulated - real) / real; empty where the real value is 0",
  }),
  "dispatch/carried-load.csv": {
    ...plain({
      dispatch: "how requests are spread; common-queue: one queue for all, the bound on routing",
      violation_rate: "SLA violations / requests at which the load is read",
      load: "fraction of capacity at which the whole fleet has this violation rate",
    }),
    ...inUnit("requests", { requests: "requests of each simulation" }),
  },
  "dispatch/curves.csv": {
    ...plain({ dispatch: "how requests are spread" }),
    ...inUnit("requests", {
      wanted: "about how many requests are counted",
      requests: "how many are",
    }),
  },
  "dispatch/worlds.csv": {
    ...plain({
      model:
        "real: the real cluster; simulated: the same requests in the simulator; sliced: there with CPU time in slices, as the kernel gives it",
      mean_error: "mean / the real one - 1",
      mean_error_lower: "lower end of its 95 % interval",
      mean_error_upper: "upper end of its 95 % interval",
      p95_error: "95th percentile / the real one - 1",
      p95_error_lower: "lower end of its 95 % interval",
      p95_error_upper: "upper end of its 95 % interval",
      host_busy: "busy share of the machine while the real ones were measured, mean over steps",
    }),
    ...inUnit("s", {
      mean: "mean response time",
      mean_lower: "lower end of its 95 % bootstrap interval over blocks of requests",
      mean_upper: "upper end of its 95 % interval",
      p95: "95th percentile of response times",
      p95_lower: "lower end of its 95 % interval",
      p95_upper: "upper end of its 95 % interval",
    }),
  },
};
