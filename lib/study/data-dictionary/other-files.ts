import { type RecordedNumber, STEP_FIELDS } from "../../cluster/index.js";
import { RECORD_COLUMNS } from "../../evaluation/index.js";
import { inUnit, type Meanings, plain } from "./meaning.js";

/** A file, or several of one kind, that no experiment fills. */
export interface OtherFile {
  /** Path relative to the data folder; `*`: any text but `/`, `{a,b}`: one of these. */
  readonly files: string;
  readonly meaning: string;
  /** Columns of a CSV file, fields at the top of a JSON file; with a `*` at its end one stands for all that begin so. */
  readonly columns: Meanings;
}

const RUN_COLUMNS: Meanings = {
  ...plain({
    agent: "name of the agent",
    cluster: "where it is trained further",
    training_seed: "seed of the run",
  }),
  ...inUnit("containers", { size: "N, the number of containers" }),
};

const PHASE_2_COLUMNS: Meanings = {
  ...RUN_COLUMNS,
  ...inUnit("steps", {
    steps: "control steps that it has learned from",
    cluster_steps: "control steps of the cluster, those under the guard's rule included",
    gradient_steps: "gradient steps of the update",
  }),
  ...plain({
    step_reward: "mean reward of a step since the update before",
    violation_rate: "SLA violations / requests since the update before",
    churn_rate: "share of steps in which the fleet really changed",
    command_rate: "share of steps in which a change was asked for",
    fleet_share: "container-seconds / (N x time)",
    divergence: "KL(policy, policy of phase 1) after the update, in nats",
    divergence_limit: "its limit, in nats",
    limited: "1: a gradient step was taken back at the limit",
    learning_rate: "step size of Adam",
    explained_variance: "share of the returns' variance that the values explain",
    value_loss: "mean squared error of the values",
    exploration: "mean deviation of the action, in the measure of the policy's head",
    code: "hash of the code that made the row",
  }),
};

const TAKE_OVER_COLUMNS: Meanings = {
  ...RUN_COLUMNS,
  ...plain({
    rule: "rule that the guard hands the cluster to",
    violation_rate: "SLA violations / requests that made it take over",
    end: "why it ended: recovered (the SLA held again), longest (its longest time), episode (the episode was over), interrupted",
  }),
  ...inUnit("steps", {
    from_step: "first control step under the rule",
    until_step: "control step at which it ended",
  }),
};

/** A record's columns, in snake case, from the table of a step's fields. */
function recordColumns(): Meanings {
  const told: Meanings = {
    ...inUnit("s", { time: "time since the reset at the end of the step", duration: "length of the step" }),
    ...plain({ reward: "reward of the step" }),
  };
  const columns = RECORD_COLUMNS.map((name) => {
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [column, told[name] ?? meaningOf(STEP_FIELDS[name as RecordedNumber])];
  });
  return {
    ...inUnit("containers", { size: "N, the number of containers" }),
    ...Object.fromEntries(columns),
    ...inUnit("requests", { histogram: "answers by bucket of response times, `bucket:count` joined by `;`" }),
    ...plain({ "term_*": "a weighted term of the reward" }),
  };
}

const meaningOf = ({ meaning, unit }: { readonly meaning: string; readonly unit: string }) => ({
  meaning,
  unit,
});

const CONDITION_COLUMNS: Meanings = {
  ...plain({
    step: "index of the control step, from 0",
    roundingError: "total-variation distance between the shares asked for and those in force after rounding",
    missed: "beginnings of intervals that the controller missed before this step",
    hostBusy: "busy share of the machine's CPUs",
    hostOverloaded: "1: the machine was busier than 90 %",
    hostStolen: "share of the machine's CPU time that other machines took; empty where nothing tells",
  }),
  ...inUnit("s", {
    time: "when the observation was made, since the episode's start",
    lateness: "how much later than due the observation began",
    observationTime: "what the observation took",
    actionDelay: "from the beginning of the interval to the weights' being in force",
    routingTime: "what telling the proxy weights and states took",
    coldStartTime: "time from the order to start to readiness, summed over these containers",
  }),
  ...inUnit("containers", { coldStarts: "containers that got ready since the last observation" }),
};

const REQUEST_COLUMNS: Meanings = {
  ...inUnit("s", {
    sent_at: "when it was sent, since the episode's start",
    response_time: "time to its answer",
  }),
  ...plain({
    server: "index of the container that answered; -1: no answer",
    status: "HTTP status of the answer; 0: no answer",
  }),
};

const RUN_NAME = "the name tells controller, phase, training seed, workload, N and run";

const SPEED_FIELDS = plain({
  machine: "the machine it was measured on",
  groups:
    "each with its name, its title and its rows: what was measured, its unit, every value, their median, least and largest, and facts of the runs",
});

const AGENT_FIELDS = plain({
  format: "name and version of the format",
  config: "the whole configuration of the training",
  seed: "seed of the training run",
  steps: "environment steps it was trained for",
  parameters: "all weights as 32-bit floats, in base 64",
  observationMoments: "mean and variance of each number of the observation, which scale what the policy sees",
  rewardMoments: "mean and variance of returns, which scaled its rewards",
  fineTuning: "how it was trained further on real containers; only agents of phase 2",
});

/** Every file of the data folder that no experiment fills. */
export const OTHER_FILES: readonly OtherFile[] = [
  {
    files: "manifest.json",
    meaning: "How each data file was made: the file's path, and what is known of it.",
    columns: plain({
      "*": "of the file of this path: its SHA-256, and for each command that wrote to it command, date, hash of the code, machine, seed, configuration and specs",
    }),
  },
  {
    files: "verification.json",
    meaning: "What `fleetlab verify` found when it measured a random sample of the rows again.",
    columns: plain({
      date: "when it was done",
      machine: "the machine that measured",
      sample: "share of the rows that was tried",
      seed: "seed of the sample",
      files: "by path: SHA-256 of the file, its rows, how many were tried and agree, and what differs",
      unverifiable: "files that can't be measured again, and why",
    }),
  },
  {
    files: "agents/*/*/*.json",
    meaning:
      "Trained agents, by name, by the cluster they were trained on, and by N and training seed: what `fleetlab evaluate` plays.",
    columns: AGENT_FIELDS,
  },
  {
    files: "training/fine-tuning.csv",
    meaning: "Phase 2 of the write-up's agent, training further on real containers: a row an update.",
    columns: PHASE_2_COLUMNS,
  },
  {
    files: "training/take-overs.csv",
    meaning:
      "Stretches of phase 2 in which the guard handed the cluster to a rule, because too many requests violated the SLA.",
    columns: TAKE_OVER_COLUMNS,
  },
  {
    files: "{evaluation/real,evaluation/real-dispatch,calibration/standard-runs}/*_run*[0-9].csv.gz",
    meaning: `Records of runs on real containers, a row a control step: ${RUN_NAME}.`,
    columns: recordColumns(),
  },
  {
    files: "evaluation/{real,real-dispatch}/*_conditions.csv.gz",
    meaning: `Under what conditions each control step of these runs was measured: ${RUN_NAME}.`,
    columns: CONDITION_COLUMNS,
  },
  {
    files: "evaluation/{real,real-dispatch}/*_requests.csv.gz",
    meaning: `Every request of these runs, in the order of sending: ${RUN_NAME}.`,
    columns: REQUEST_COLUMNS,
  },
  {
    files: "calibration/standard.json",
    meaning:
      "What real containers of the standard kind do, as measured: the spec that both worlds are built from.",
    columns: plain({
      id: "name of the calibration",
      meanDemand: "CPU seconds that a request costs on average",
      spec: "the spec of the cluster, but for the number of containers",
      measured:
        "every measured quantity with its unit, its value, the ends of its 95 % interval and its samples",
      coldStarts: "every measured cold start in s",
      conditions: "machine, software and size that it was measured with",
      warnings: "what spoke against the measurement",
      verification: "metrics of the same runs in both worlds, by size",
    }),
  },
  {
    files: "calibration/check.json",
    meaning: "What `fleetlab cluster check` found on real containers; times in s.",
    columns: plain({
      machine: "the machine it was measured on",
      spec: "the spec of the cluster",
      lifecycle: "making, starting and removing all containers: how long it takes, and what is left",
      crash: "what a killed run leaves, and what is left after it is swept up",
      scaling: "changes of the fleet under load: requests answered, lost and refused",
      routing:
        "how far the requests of each container are from its weight's share, and how long observing and routing take",
      dispatches:
        "for each dispatch: shares of a heavy and of a slow container, and requests to containers that drain",
    }),
  },
  {
    files: "bench/{ppo,phase-1,dispatch}.json",
    meaning: "Speeds: of training, of whole training runs, and of the exact simulator by dispatch.",
    columns: SPEED_FIELDS,
  },
  {
    files: "bench/equivalence.json",
    meaning: "What both training engines learned from the same seeds.",
    columns: {
      ...inUnit("containers", { size: "N, the number of containers" }),
      ...inUnit("steps", { steps: "environment steps of each run" }),
      ...plain({
        seeds: "seeds of the training runs",
        compiled: "mean reward of a step, seed by seed, by the compiled engine",
        reference: "the same by the reference engine",
        difference: "compiled less reference as a share of the reference's mean, with its interval",
      }),
    },
  },
];
