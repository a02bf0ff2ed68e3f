import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import type { World } from "../../cluster/index.js";
import { controllerByText } from "../../control/index.js";
import { machine, manifestFile, specDescription, specId, writeManifestEntry } from "../../data/index.js";
import { codeHash, withLock } from "../../files/index.js";
import {
  type FineTuningRecord,
  fineTune,
  fineTuningConfig,
  fineTuningLogFile,
  fineTuningPreset,
  readFineTuningLog,
  type UpdateLine,
  writeAgent,
} from "../../ppo/index.js";
import {
  type AgentFolders,
  foundPhase1,
  PLANNED_AGENT,
  phase2File,
  readPlannedAgent,
} from "../real-plan/agents.js";
import { plannedSizes } from "../real-plan/plan.js";
import { tuningFiles, writeTuning } from "./tuning-files.js";

/** How phase 2 of the plan's agent is carried out. */
export interface Tuning {
  readonly world: World;
  readonly dataDir: string;
  /** Where the run that isn't finished lies. */
  readonly workDir: string;
  readonly agents: Pick<AgentFolders, "phase1" | "phase2">;
  readonly sizes?: readonly number[] | undefined;
  /** Settings that differ from the preset's. */
  readonly changes?: object | undefined;
  readonly command: string;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((size: number, done: number, total: number) => void) | undefined;
}

/**
 * Phase 2 of the plan's agent at each size that has none yet, one after the other; its agents go beside those of phase 1, curves
 * and take-overs into the data folder. Stopped and called again, it goes on at the control step where it was.
 * @returns files of the agents made now.
 * @throws as `fineTune`; InputError where an agent of phase 1 is missing or was trained on another spec, or another process makes
 * one of phase 2.
 */
export async function gatherPhase2(tuning: Tuning): Promise<readonly string[]> {
  const { dataDir, agents, world, sizes } = tuning;
  const files = plannedSizes(sizes, world.settings).map((size) =>
    phase2File(agents.phase2, world.tunedAgents, size),
  );
  return withLock([...files, ...tuningFiles(dataDir)], () => gatherAlone(tuning));
}

/** Fine-tunes as the only one that makes these agents. */
async function gatherAlone(tuning: Tuning): Promise<readonly string[]> {
  const { world, dataDir, workDir, changes = {}, signal } = tuning;
  const code = codeHash([__filename, ...world.modules]);
  const made: string[] = [];
  const { controller: agent, trainingSeed } = PLANNED_AGENT;
  for (const size of plannedSizes(tuning.sizes, world.settings)) {
    const file = phase2File(tuning.agents.phase2, world.tunedAgents, size);
    if (existsSync(file)) {
      readPlannedAgent(file, world, size);
      continue;
    }
    const from = foundPhase1(tuning.agents.phase1, world, size);
    if (from === undefined)
      throw new InputError(
        `${agent} of phase 1 for ${size} containers isn't there: make it with: npx fleetlab real train`,
      );
    const start = readPlannedAgent(from, world, size);
    const config = fineTuningConfig(changes, fineTuningPreset(start.config));
    const spec = world.spec(size);
    const runFolder = join(workDir, "fine-tune", agent, world.name, `n${size}-seed${trainingSeed}`);
    let versions = {};
    const policy = await fineTune({
      start,
      config,
      seed: trainingSeed,
      spec,
      open: async (setting) => {
        const cluster = await world.open(setting);
        versions = (await world.real?.versions(cluster)) ?? {};
        return cluster;
      },
      rule: (text) => controllerByText(text),
      folder: runFolder,
      signal,
      onProgress: ({ steps, total }) => tuning.onProgress?.(size, steps, total),
    });
    const record = policy.fineTuning as FineTuningRecord;
    const identity = { agent, cluster: world.name, size, training_seed: trainingSeed };
    const updates = readFineTuningLog(fineTuningLogFile(runFolder)).filter(
      (line): line is UpdateLine => line.kind === "update",
    );
    const files = writeTuning(dataDir, identity, updates, record, code);
    writeAgent(file, policy);
    for (const written of [...files, file])
      writeManifestEntry(
        manifestFile(dataDir),
        written,
        {
          command: tuning.command,
          date: tuning.date,
          code,
          machine: machine(),
          seed: trainingSeed,
          config: { ...identity, ...config, versions },
          specs: { [specId(spec)]: specDescription(spec) },
        },
        written === file ? "drop" : "keep",
      );
    made.push(file);
  }
  return made;
}
