import type { Action, Cluster, Observation, StepResult } from "./contract.js";
import { ContainerState } from "./contract.js";
import { OBSERVATION_FIELDS } from "./observation-fields.js";
import { STEP_FIELDS, STEP_NUMBERS, type StepNumber } from "./step-fields.js";

/** What the checker does. */
export interface CheckOptions {
  /** Control steps of the trial run; at least one episode of the cluster should be longer. Default 40. */
  readonly steps?: number;
  /** Whether the same seed must give the same trajectory. Default true; false where the world itself is random. */
  readonly deterministic?: boolean;
}

/** A contract that the cluster breaks. */
export class ContractError extends Error {
  override name = "ContractError";
}

/**
 * Puts a cluster through its contract: shapes, ranges, meaning of the scale commands, bookkeeping of requests, reward
 * terms, rejection of senseless actions, determinism, a second `close`. Any `Cluster` must pass.
 * @throws ContractError with the first breach.
 * @example
 * const spec = cluster.clusterSpec({ size: 3 });
 * const load = workload.workloadByName("constant-0.5");
 * const make = () => new cluster.SimulatedCluster({ spec, workload: load, steps: 40 });
 * await cluster.checkCluster(make); // -> undefined
 */
export async function checkCluster(
  makeCluster: () => Cluster | Promise<Cluster>,
  options: CheckOptions = {},
): Promise<void> {
  const steps = options.steps ?? 40;
  const cluster = await makeCluster();
  try {
    checkObservation(cluster, await cluster.reset(1));
    await checkRejections(cluster);
    const first = await checkRun(cluster, 1, steps);
    if (options.deterministic ?? true) {
      const again = await checkRun(cluster, 1, steps);
      demand(first === again, "the same seed gave two different trajectories");
      const other = await checkRun(cluster, 2, steps);
      demand(first !== other, "two seeds gave the same trajectory");
    }
  } finally {
    await cluster.close();
  }
  await cluster.close();
}

function demand(holds: boolean, breach: string): asserts holds {
  if (!holds) throw new ContractError(breach);
}

/** A run through up, hold and down commands with changing weights; returns a digest of all that was seen. */
async function checkRun(cluster: Cluster, seed: number, steps: number): Promise<string> {
  const digest: number[] = [];
  let observation = await cluster.reset(seed);
  checkObservation(cluster, observation);
  let requests = 0;
  let answered = 0;
  for (let step = 0; step < steps; step++) {
    const action = trialAction(observation, step, cluster.spec.largestScaleStep);
    const before = { time: observation.time, state: Uint8Array.from(observation.state) };
    const result = await cluster.step(action);
    observation = result.observation;
    checkObservation(cluster, observation);
    checkResult(result, action, step);
    checkScaling(before.state, result, action.scale);
    demand(
      Math.abs(observation.time - before.time - cluster.spec.controlInterval) <
        0.5 * cluster.spec.controlInterval,
      `step ${step}: time went from ${before.time} to ${observation.time} s in one control interval`,
    );
    requests += result.statistics.requests;
    answered += result.statistics.completions + result.statistics.errors;
    demand(answered <= requests, `step ${step}: ${answered} answers to ${requests} requests so far`);
    digest.push(result.reward, result.statistics.requests, observation.fleetSize, ...observation.cpu);
    if (result.truncated) break;
  }
  return digest.join();
}

function trialAction(observation: Observation, step: number, largestScaleStep: number): Action {
  const weights = Array.from({ length: observation.size }, (_, i) =>
    step % 7 === 0 ? 0 : 1 + ((i + step) % 3),
  );
  const sign = [1, 0, 1, -1, -1, 0, -1][Math.floor(step / 2) % 7];
  const scale = sign * (1 + (step % largestScaleStep));
  return step % 5 === 0 && scale !== 0
    ? { weights, scale, containers: [step % observation.size] }
    : { weights, scale };
}

function checkObservation(cluster: Cluster, observation: Observation): void {
  const size = cluster.spec.containers.length;
  demand(
    observation.size === size,
    `observation.size is ${observation.size}, the spec has ${size} containers`,
  );
  for (const [name, { kind, range }] of Object.entries(OBSERVATION_FIELDS)) {
    const value = observation[name as keyof typeof OBSERVATION_FIELDS];
    const values = typeof value === "number" ? [value] : value;
    const length = kind === "cluster" ? 1 : size;
    demand(values.length === length, `observation.${name} has length ${values.length}, not ${length}`);
    for (const [i, number] of values.entries())
      demand(liesIn(range, number), `observation.${name}${kind === "cluster" ? "" : `[${i}]`} is ${number}`);
  }
  const present = observation.state.filter((state) => state !== ContainerState.off).length;
  demand(
    observation.fleetSize === present,
    `observation.fleetSize is ${observation.fleetSize}, but ${present} containers aren't off`,
  );
  demand(
    observation.state.includes(ContainerState.ready),
    "no container is ready: one must always stay, after a reset too",
  );
}

function liesIn([least, most]: readonly [number, number], value: number): boolean {
  return value >= least && value <= most && Number.isFinite(value);
}

function checkResult(result: StepResult, action: Action, step: number): void {
  const { statistics } = result;
  for (const name of STEP_NUMBERS) {
    const field: (typeof STEP_FIELDS)[StepNumber] = STEP_FIELDS[name];
    const value = statistics[name];
    demand(
      typeof value === (field.type === "flag" ? "boolean" : "number") &&
        (liesIn(field.range, Number(value)) || ("unknowable" in field && Number.isNaN(value))) &&
        (field.type !== "count" || Number.isInteger(value)),
      `step ${step}: statistics.${name} is ${value}, not of type ${field.type} from ${field.range.join(" to ")}`,
    );
  }
  demand(statistics.step === step, `statistics.step is ${statistics.step} in step ${step}`);
  const counted = statistics.histogram.reduce((sum, count) => sum + count, 0);
  demand(
    counted === statistics.completions,
    `step ${step}: the histogram holds ${counted} response times of ${statistics.completions} completions`,
  );
  demand(
    statistics.violations >= statistics.errors,
    `step ${step}: ${statistics.errors} errors, but only ${statistics.violations} violations`,
  );
  demand(
    statistics.scaleCommand === action.scale,
    `step ${step}: the command ${action.scale} was recorded as ${statistics.scaleCommand}`,
  );
  demand(
    statistics.starting + statistics.ready + statistics.draining === result.observation.fleetSize,
    `step ${step}: starting + ready + draining isn't the fleet size ${result.observation.fleetSize}`,
  );
  demand(statistics.containerSeconds > 0, `step ${step}: no container-seconds were billed`);
  const terms = Object.values(result.terms).reduce((sum, term) => sum + term, 0);
  demand(
    Math.abs(terms - result.reward) <= 1e-9 * (1 + Math.abs(result.reward)),
    `step ${step}: the reward terms add up to ${terms}, the reward is ${result.reward}`,
  );
}

function checkScaling(before: Uint8Array, result: StepResult, scale: number): void {
  const { scaleEffect } = result.statistics;
  const { off, starting, ready } = ContainerState;
  const count = (states: Uint8Array, ...wanted: number[]) =>
    states.filter((state) => wanted.includes(state)).length;
  const running = count(before, starting, ready);
  const startable = before.length - running;
  // One ready container always stays.
  const stoppable = running - 1;
  const possible = scale > 0 ? Math.min(scale, startable) : -Math.min(-scale, stoppable);
  demand(
    scaleEffect === possible,
    `a command ${scale} had the effect ${scaleEffect} while ${startable} containers could be started and ${stoppable} stopped`,
  );
  if (scaleEffect > 0)
    demand(
      count(result.observation.state, off) <= count(before, off),
      "a container was started, and yet more are off than before",
    );
  if (scaleEffect < 0)
    demand(
      count(result.observation.state, ready) <= running + scaleEffect,
      "a container was stopped, and yet as many as before are ready or starting",
    );
}

async function checkRejections(cluster: Cluster): Promise<void> {
  const { containers, largestScaleStep } = cluster.spec;
  const size = containers.length;
  const equal = new Array<number>(size).fill(1);
  const senseless: [string, Action][] = [
    ["NaN weights", { weights: equal.map(() => Number.NaN), scale: 0 }],
    ["a negative weight", { weights: equal.map((_, i) => (i === 0 ? -1 : 1)), scale: 0 }],
    ["an infinite weight", { weights: equal.map(() => Number.POSITIVE_INFINITY), scale: 0 }],
    ["too many weights", { weights: [...equal, 1], scale: 0 }],
    [`a scale command of ${largestScaleStep + 1}`, { weights: equal, scale: largestScaleStep + 1 }],
    [`a scale command of ${-largestScaleStep - 1}`, { weights: equal, scale: -largestScaleStep - 1 }],
    ["a scale command of 0.5", { weights: equal, scale: 0.5 }],
    ["a container that isn't there", { weights: equal, scale: 1, containers: [size] }],
    ["more containers than the command changes", { weights: equal, scale: 1, containers: [0, 1 % size] }],
  ];
  for (const [what, action] of senseless) {
    let error: unknown;
    try {
      await cluster.step(action);
    } catch (thrown) {
      error = thrown;
    }
    demand(error instanceof RangeError, `${what} must be refused with a RangeError, got ${String(error)}`);
  }
}
