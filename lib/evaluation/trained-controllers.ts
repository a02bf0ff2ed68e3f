import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { type Controller, parsedControllerText } from "../control/index.js";
import { agentFile, coversSize, readAgent, trainedAgent } from "../ppo/index.js";

/** Trained agents, under the data folder. */
export const AGENTS_FOLDER = "agents";

/** Which trained agent is wanted: its name, with the price that it acts for where it takes one ("ppo-fleet:price=3"), the kind of cluster it was trained on, and the seed of its training. */
export interface AgentRequest {
  readonly agent: string;
  readonly cluster: string;
  readonly size: number;
  readonly trainingSeed: number;
}

/**
 * The trained agent from its file, see `trainedAgentFile`. @throws InputError where there is none, or its file is damaged.
 * @example
 * evaluation.trainedController("agents", { agent: "ppo-writeup", cluster: "sim", size: 5, trainingSeed: 1 });
 * // throws InputError: no ppo-writeup for 5 containers with training seed 1 on sim is under agents: train it with: npx fleetlab train
 */
export function trainedController(folder: string, request: AgentRequest): Controller {
  const { agent: text } = request;
  const { parameters } = parsedControllerText(text);
  const { price, ...unknown } = parameters;
  const [other] = Object.keys(unknown);
  if (other !== undefined)
    throw new InputError(`controller ${JSON.stringify(text)}: unknown parameter "${other}"; known: price`);
  const policy = readAgent(trainedAgentFile(folder, request));
  try {
    return { ...trainedAgent(policy, { price: price as number | undefined }), name: text };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      throw new InputError(`controller ${JSON.stringify(text)}: ${error.message}`);
    throw error;
  }
}

/**
 * The file of a trained agent under `folder`: the one made for this size, else one made for every size up to a larger.
 * @throws InputError where there is none.
 */
export function trainedAgentFile(folder: string, request: AgentRequest): string {
  const { cluster, size, trainingSeed } = request;
  const { name: agent } = parsedControllerText(request.agent);
  const own = agentFile(folder, { agent, cluster, sizes: [size] }, trainingSeed);
  if (existsSync(own)) return own;
  for (const name of agentFiles(folder, agent, cluster)) {
    if (seedOf(name) !== trainingSeed) continue;
    const file = join(folder, agent, cluster, name);
    if (coversSize(readAgent(file).config, size)) return file;
  }
  throw new InputError(
    `no ${agent} for ${size} containers with training seed ${trainingSeed} on ${cluster} is under ${folder}: train it with: npx fleetlab train`,
  );
}

/**
 * Training seeds of which there are files of an agent, in order; empty where it isn't there.
 * @example
 * evaluation.trainingSeedsOf("agents", "ppo-writeup", "sim"); // -> []
 */
export function trainingSeedsOf(folder: string, agent: string, cluster: string): readonly number[] {
  const seeds = agentFiles(folder, parsedControllerText(agent).name, cluster).map(seedOf);
  return [...new Set(seeds)].sort((a, b) => a - b);
}

const FILE_NAME = /^n[\d-]+-seed(\d+)\.json$/;

function agentFiles(folder: string, agent: string, cluster: string): readonly string[] {
  const own = join(folder, agent, cluster);
  return existsSync(own)
    ? readdirSync(own)
        .filter((name) => FILE_NAME.test(name))
        .sort()
    : [];
}

function seedOf(name: string): number {
  return Number(FILE_NAME.exec(name)?.[1]);
}
