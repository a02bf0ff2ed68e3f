import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../check/index.js";
import { specOfClasses, type World } from "../../cluster/index.js";
import { type Controller, controllerByText } from "../../control/index.js";
import { specId } from "../../data/index.js";
import { sha256 } from "../../files/index.js";
import { agentFile, readAgent, type TrainedPolicy, trainedAgent } from "../../ppo/index.js";
import { type PlannedRun, REAL_PLAN } from "./plan.js";

/** Folders of agents: those of phase 1, the first that has one counts, and that of phase 2. */
export interface AgentFolders {
  readonly phase1: readonly string[];
  readonly phase2: string;
  /** `World.tunedAgents` of the world that those of phase 2 were tuned on. */
  readonly tunedAgents: string;
}

/** The plan's trained controller. */
export const PLANNED_AGENT = REAL_PLAN.controllers.find(
  ({ phase }) => phase === "1",
) as (typeof REAL_PLAN.controllers)[number];

/** The plan's agent of phase 1 where one of the folders has it. */
export function foundPhase1(folders: readonly string[], world: World, size: number): string | undefined {
  return folders.map((folder) => phase1File(folder, world, size)).find((file) => existsSync(file));
}

/** File of the plan's agent of phase 1 for `size` containers of a world. */
export function phase1File(folder: string, world: World, size: number): string {
  const { controller: agent, trainingSeed } = PLANNED_AGENT;
  return agentFile(folder, { agent, cluster: world.agents, sizes: [size] }, trainingSeed);
}

/** File of the plan's agent of phase 2, tuned on a world whose `tunedAgents` is given. */
export function phase2File(folder: string, tunedAgents: string, size: number): string {
  const { controller: agent, trainingSeed } = PLANNED_AGENT;
  return agentFile(folder, { agent, cluster: tunedAgents, sizes: [size] }, trainingSeed);
}

/** An agent of the plan. @throws InputError where it is damaged, or was trained on another spec than the plan's clusters have. */
export function readPlannedAgent(file: string, world: World, size: number): TrainedPolicy {
  const policy = readAgent(file);
  const [trained, wanted] = [specOfClasses(policy.config.spec ?? {}, size), world.spec(size)].map(specId);
  if (trained !== wanted)
    throw new InputError(
      `${file} was trained on another spec (${trained}, the plan has ${wanted}): use the calibration of then, or move the agent away and make it again`,
    );
  return policy;
}

/** Who plays a run: a rule, or an agent with the short hash of its file. */
export interface Player {
  readonly controller: Controller;
  /** 8 hexadecimal digits of SHA-256; "" for a rule. */
  readonly agent: string;
}

/** The run's player, or what it waits for in a line. @throws InputError as `readPlannedAgent`. */
export function playerOf(
  { controller, phase, size }: PlannedRun,
  world: World,
  { phase1, phase2, tunedAgents }: AgentFolders,
): Player | string {
  if (phase === "") return { controller: controllerByText(controller), agent: "" };
  const file = phase === "1" ? foundPhase1(phase1, world, size) : phase2File(phase2, tunedAgents, size);
  if (file === undefined || !existsSync(file)) {
    const maker =
      phase === "2"
        ? "npx fleetlab real fine-tune"
        : world.settings.spec === undefined
          ? "npm run reproduce -- --budget paper"
          : "npx fleetlab real train";
    return `${controller} of phase ${phase} at N = ${size}: make it with: ${maker}`;
  }
  const policy = readPlannedAgent(file, world, size);
  return { controller: trainedAgent(policy), agent: sha256(readFileSync(file)).slice(0, 8) };
}
