import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { sourceFile } from "../../files/index.js";
import { type Checkpoint, readCheckpoint } from "./checkpoint.js";
import { type TrainingChanges, type TrainingConfig, trainingConfig } from "./config.js";

/**
 * The configuration of a run that begins from a finished one: from its policy, Adam's memory, and what it knows of observations and
 * rewards. It is that run's own with the changes; its schedule of the learning rate, its traffic and its draws begin anew, so that the
 * result isn't that of one longer run.
 * @param from the finished run's folder, or its checkpoint.
 * @throws InputError where there is no finished run, or as `trainingConfig`.
 * @example
 * // needs a training run
 * const further = ppo.furtherConfig("build/train/ppo-writeup/sim/n5-seed1", { agent: "longer", steps: 100_000 });
 * await ppo.train({ config: further, from: "build/train/ppo-writeup/sim/n5-seed1", seed: 1 });
 */
export function furtherConfig(from: string, changes: TrainingChanges, source?: string): TrainingConfig {
  const file = checkpointOf(from);
  const { config, seed, state } = readCheckpoint(file);
  if (state.steps < config.steps)
    throw new InputError(
      `${file} isn't finished, at ${state.steps} of ${config.steps} steps: the command that began it goes on with it`,
    );
  const { hash } = sourceFile(file);
  const steps = (config.from?.steps ?? 0) + state.steps;
  return trainingConfig(changes, { ...config, from: { hash, seed, steps } }, source);
}

/** What a run begins with: the end of the one that its configuration names. @throws InputError where `from` isn't that one. */
export function earlierState(
  config: TrainingConfig,
  from: string | undefined,
): Checkpoint["state"] | undefined {
  const wanted = config.from;
  if (wanted === undefined) return undefined;
  if (from === undefined)
    throw new InputError("the configuration begins from an earlier run: give its folder (--from)");
  const file = checkpointOf(from);
  const { hash } = sourceFile(file);
  if (hash !== wanted.hash)
    throw new InputError(`${file} has hash ${hash}, the run begins from one of hash ${wanted.hash}`);
  return readCheckpoint(file).state;
}

function checkpointOf(from: string): string {
  return existsSync(from) && statSync(from).isDirectory() ? join(from, "checkpoint.json") : from;
}
