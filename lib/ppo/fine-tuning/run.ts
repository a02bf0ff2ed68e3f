import { type ClusterSpec, clusterCapacity } from "../../cluster/index.js";
import { withLock } from "../../files/index.js";
import { interruptible } from "../../processes/index.js";
import { type Workload, windowed, workloadByName } from "../../workload/index.js";
import { loadTensorFlow } from "../tensorflow.js";
import type { TrainedPolicy } from "../training/agent-file.js";
import { configuredReward } from "../training/world.js";
import type { FineTuningConfig } from "./config.js";
import type { FineTuningRun } from "./contract.js";
import { Course } from "./course.js";
import { FineTuner } from "./fine-tuner.js";

/**
 * Goes on training a policy on one cluster, step by step as the cluster lets it, or takes up the run that the folder holds. Each
 * episode gets a window of the workload from a seed of its own. An interruption (the signal, or a cluster that
 * throws) ends the episode where it is; what was gathered is in the checkpoint, and is learned from later.
 * @throws the signal's reason, or what the cluster threw; InputError where the folder holds another run, or another process trains in it.
 * @example
 * // needs a trained agent
 * const start = ppo.readAgent("data/agents/ppo-writeup/sim/n5-seed1.json");
 * const config = ppo.fineTuningConfig({ steps: 256 }, ppo.fineTuningPreset(start.config));
 * const tuned = await ppo.fineTune({
 *   start,
 *   config,
 *   seed: 1,
 *   spec: cluster.clusterSpec({ size: 5 }),
 *   open: (setting) => new cluster.SimulatedCluster(setting),
 *   rule: control.controllerByText,
 * });
 * tuned.fineTuning?.steps; // -> 256
 */
export async function fineTune(run: FineTuningRun): Promise<TrainedPolicy> {
  return interruptible(
    (signal) => withLock([run.folder], () => fineTuneAlone({ ...run, signal })),
    run.signal,
  );
}

/** Fine-tunes as the only writer of the run's folder. */
async function fineTuneAlone(run: FineTuningRun): Promise<TrainedPolicy> {
  const { start, config, seed, spec, signal } = run;
  const tuner = new FineTuner(await loadTensorFlow(), config, start, spec.containers.length, seed);
  const course = new Course(run, tuner);
  course.takeUp();
  if (!tuner.isDone) {
    const workload = trainingWorkload(config, spec);
    const reward = configuredReward(config);
    signal?.throwIfAborted();
    const cluster = await run.open({
      spec,
      workload,
      steps: config.episodeSteps,
      reward,
      signal,
    });
    let failure: { readonly error: unknown } | undefined;
    try {
      await course.play(cluster, reward);
    } catch (error) {
      failure = { error };
    }
    try {
      course.save();
    } finally {
      // What went wrong first is what is told.
      await Promise.resolve(cluster.close()).catch((error) => {
        failure ??= { error };
      });
    }
    if (failure !== undefined) throw failure.error;
  }
  const { spec: specHash, clusters, clusterSteps, takeOvers } = course.checkpoint();
  const { parameters, observationMoments, rewardMoments } = tuner.state();
  return {
    ...start,
    parameters,
    observationMoments,
    rewardMoments,
    fineTuning: { clusters, spec: specHash, config, seed, steps: tuner.steps, clusterSteps, takeOvers },
  };
}

/** A window of the configuration's workload, at the scale of the spec's containers. */
function trainingWorkload({ workload }: FineTuningConfig, spec: ClusterSpec): Workload {
  const nodeCapacity = clusterCapacity(spec) / spec.containers.length;
  return windowed(workloadByName(workload, { purpose: "training", nodeCapacity }));
}
