import { join } from "node:path";
import type { Controller } from "../../cluster/index.js";
import { openWorkspace } from "../../data/index.js";
import { AGENTS_FOLDER, trainedController } from "../../evaluation/index.js";

/** Which of the write-up's agents is meant: where it was trained, for how many containers, from which training seed (default 1). */
export interface WriteupAgentRequest {
  readonly cluster: string;
  readonly size: number;
  readonly trainingSeed?: number;
}

/** One of the workspace's trained agents, as a controller that takes its mean action. @throws InputError where it isn't there. */
export function writeupAgent({ cluster, size, trainingSeed = 1 }: WriteupAgentRequest): Controller {
  const folder = join(openWorkspace().dataDir, AGENTS_FOLDER);
  return trainedController(folder, { agent: "ppo-writeup", cluster, size, trainingSeed });
}
