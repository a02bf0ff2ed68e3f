import { existsSync } from "node:fs";
import type { World } from "../../cluster/index.js";
import { machine, manifestFile, specDescription, specId, writeManifestEntry } from "../../data/index.js";
import { codeHash, withLock } from "../../files/index.js";
import {
  runFolder,
  summedProgress,
  type TrainingConfig,
  trainAll,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  trainingWorld,
  writeAgent,
} from "../../ppo/index.js";
import { PLANNED_AGENT, phase1File, readPlannedAgent } from "./agents.js";
import { plannedSizes } from "./plan.js";

/** How phase 1 of the plan's agent is carried out. */
export interface Pretraining {
  readonly world: World;
  readonly dataDir: string;
  /** Folder of agents that the new ones go into. */
  readonly agents: string;
  /** Where runs that aren't finished lie. */
  readonly workDir: string;
  readonly sizes?: readonly number[] | undefined;
  /** Environment steps; left out: as many as every agent of its name. */
  readonly steps?: number | undefined;
  readonly command: string;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Phase 1 of the plan's agent at each size that has none yet: in the exact simulator of the calibrated containers, all else as
 * the agent is trained everywhere. Stopped and called again, it goes on.
 * @returns files of the agents made now.
 * @throws InputError where an agent that is there was trained on another spec, or another process makes one; the signal's reason.
 */
export async function gatherPhase1(pretraining: Pretraining): Promise<readonly string[]> {
  const { world, agents, sizes } = pretraining;
  const files = plannedSizes(sizes, world.settings).map((size) => phase1File(agents, world, size));
  return withLock(files, () => gatherAlone(pretraining));
}

/** Trains as the only one that makes these agents. */
async function gatherAlone(pretraining: Pretraining): Promise<readonly string[]> {
  const { world, steps, agents, dataDir, workDir, signal } = pretraining;
  const { controller, trainingSeed: seed } = PLANNED_AGENT;
  const fileOf = (size: number) => phase1File(agents, world, size);
  const missing = plannedSizes(pretraining.sizes, world.settings).filter((size) => {
    if (!existsSync(fileOf(size))) return true;
    readPlannedAgent(fileOf(size), world, size);
    return false;
  });
  const runs = missing.map((size) => {
    const { spec } = world.settings;
    const changes = { cluster: "sim", sizes: [size], ...(spec && { spec }), ...(steps && { steps }) };
    const config = trainingConfig(changes, trainingPreset(controller), "plan");
    return { size, config, seed, folder: folderOf(workDir, config, seed) };
  });
  await trainAll(runs, {
    signal,
    onProgress: summedProgress(runs.length, (done, total) => pretraining.onProgress?.(done, total)),
    onDone(i, checkpoint) {
      const { size, config } = runs[i];
      const file = fileOf(size);
      const spec = world.spec(size);
      writeAgent(file, trainedPolicy(checkpoint));
      writeManifestEntry(
        manifestFile(dataDir),
        file,
        {
          command: pretraining.command,
          date: pretraining.date,
          code: codeHash([__filename]),
          machine: machine(),
          seed,
          config,
          specs: { [specId(spec)]: specDescription(spec) },
        },
        "drop",
      );
    },
  });
  return runs.map(({ size }) => fileOf(size));
}

/** Apart from runs on the standard containers. */
function folderOf(workDir: string, config: TrainingConfig, seed: number): string {
  return runFolder(workDir, { ...config, cluster: trainingWorld(config).agents }, seed);
}
