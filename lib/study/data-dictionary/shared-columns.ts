import { METRICS, type MetricName } from "../../evaluation/index.js";
import { inUnit, type Meanings, plain } from "./meaning.js";

/** Metrics as `Metrics` defines them. */
const METRIC_MEANINGS: Readonly<Record<MetricName, string>> = {
  users_per_container: "users served per active container: answered requests / container-seconds",
  throughput: "answered requests / time",
  response_time_mean: "mean response time of answered requests, waiting included",
  response_time_p95: "95th percentile of response times",
  response_time_p99: "99th percentile of response times",
  sla_violation_rate: "share of requests answered later than the SLA, or not at all",
  error_rate: "share of requests refused or lost",
  churn_rate: "share of steps in which the fleet really changed",
  reversal_rate: "changes against the change before, at most 10 steps after it, per step",
  routing_error:
    "mean total-variation distance of the shares in force from shares in proportion to service rates",
  fleet_size_mean: "container-seconds / time",
  reward_mean: "mean reward of a step",
  command_rate: "share of steps in which a change was asked for",
  routing_loss:
    "mean one-step regret in response time against least-queue weights; empty where it wasn't measured",
  cpu_mean: "mean CPU use of ready containers",
  memory_mean: "mean memory use of ready containers, as a share of their limit",
  queue_mean: "mean number of requests in a ready container",
  latency_mean: "mean over steps of the ready containers' mean latency: every step counts the same",
  fleet_share: "container-seconds / (N x time): 1 for a fleet that is always whole",
  offered_users_per_container:
    "mean over steps of offered rate / ready containers: the write-up's users a node",
  failed: "sum over steps of the sum of the containers' error rates: the write-up's failed",
  writeup_sla_violation_rate:
    "share of steps whose mean latency is above 0.5 s: the write-up's SLA violations",
  cost: "(container-seconds + price x violations) / time: the fleet that would cost as much",
  requests: "requests that arrived",
};

const metricMeanings: Meanings = Object.fromEntries(
  Object.entries(METRIC_MEANINGS).map(([name, meaning]) => {
    const { unit } = METRICS[name as MetricName];
    return [name, { meaning, unit: unit === "1" ? "" : unit }];
  }),
);

/** Columns that mean the same wherever `OWN_COLUMNS` says nothing else. */
export const SHARED_COLUMNS: Meanings = {
  ...metricMeanings,
  ...plain({
    cluster: "world: sim is the exact simulator, writeup the write-up's, docker real containers",
    controller: "name of a rule, with its router and parameters, or of an agent",
    workload: "name of the workload",
    run: "number of the run, from 0; under every controller the same number meets the same requests",
    training_seed: "seed of the agent's training run; empty for a rule",
    evaluation_seed: "seed of the episode: of its traffic, requests and routing draws",
    split: "what the workloads are for",
    spec: "short name of the cluster's spec, which the manifest holds under `specs`",
    reward_terms: "mean weighted terms of the reward, `name:mean` joined by `;`",
    seed: "seed of the run",
    code: "hash of the code and the configuration that made the row",
    machine: "kind of CPU it was made on; empty where time is simulated",
    largest_step: "most containers that one action starts or stops; N: all of them",
    time_scale: "factor by which periods of workloads and windows of controllers are shortened",
    agent: "first digits of the SHA-256 of the agent's file; empty for a rule",
    exploration: "mean deviation of the action, in the measure of the policy's head",
    explained_variance: "share of the returns' variance that the values explain before they learn from it",
    value_loss: "mean squared error of the values",
    largest_share: "largest share of the requests that one container is sent, mean over counted steps",
    step: "index of the control step, from 0",
  }),
  ...inUnit("steps", {
    steps: "control steps of the episode",
    counted_steps: "steps with at least four containers ready, over which the largest share is averaged",
    trained_steps: "environment steps that the agent was trained for",
  }),
  ...inUnit("container-seconds", { price: "what one SLA violation is worth" }),
  ...inUnit("containers", {
    size: "N, the number of containers",
    offered_load: "arrival rate / service rate of one container",
    starting: "containers starting at the end of the step",
    ready: "containers ready at the end of the step",
    draining: "containers draining at the end of the step",
  }),
  ...inUnit("requests", {
    violations: "requests answered later than the SLA, or not at all",
    errors: "requests refused or lost",
  }),
  ...inUnit("", {
    load: "offered load as a fraction of the whole fleet's capacity",
    violation_rate: "SLA violations / requests",
    episode_reward: "mean reward of the last 100 training episodes",
    step_reward: "mean reward of a step since the row before",
    runs: "number of runs in the row",
    changes: "steps in which the fleet really changed, over all runs",
    commands: "steps in which a change was asked for, over all runs",
    reversals: "changes against the change before, at most 10 steps after it, over all runs",
  }),
  ...inUnit("s", {
    time: "length of what is counted of each run",
    response_time_sum: "sum of the response times of answered requests, over all runs",
  }),
};
