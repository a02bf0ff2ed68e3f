import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { dispatchedSpec, specDifferences, type World } from "../cluster/index.js";
import { parsedControllerText } from "../control/index.js";
import {
  configuredEncoding,
  coversSize,
  readAgent,
  type TrainingConfig,
  trainingWorld,
} from "../ppo/index.js";

/** Whether an agent may play on another cluster than the one that it was trained on. */
export type OtherCluster = "refuse" | "allow";

/** Which agent is looked for, and what it is to play on. */
export interface AgentSearch {
  /** Folder of trained agents. */
  readonly folder: string;
  readonly agent: string;
  readonly world: World;
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  /** Folder of the cluster that it was trained on; default: whichever fits, the world's own first. */
  readonly trainedOn?: string | undefined;
  /** Default: "refuse". */
  readonly otherCluster?: OtherCluster | undefined;
}

/**
 * In what the cluster that an agent was trained on differs from a world's of `size` containers: `specDifferences`, and none where it
 * was made for such a cluster.
 * @example
 * const config = ppo.trainingConfig({ cluster: "sim", sizes: [5] }, ppo.trainingPreset("ppo-writeup"));
 * evaluation.clusterDifferences(config, cluster.worldByName("sim"), 5); // -> []
 * evaluation.clusterDifferences(config, cluster.worldByName("sim", { spec: { sla: 0.3 } }), 5); // -> ["sla 1.25, here 0.3"]
 */
export function clusterDifferences(config: TrainingConfig, world: World, size: number): readonly string[] {
  // An agent that names its dispatch brings it along.
  const { dispatch } = configuredEncoding(config, size);
  return specDifferences(trainingWorld(config).spec(size), dispatchedSpec(world.spec(size), { dispatch }));
}

/**
 * Throws unless the agent in a file may play on a world's cluster of `size` containers.
 * @throws InputError that says in what the clusters differ; as `readAgent`.
 * @example
 * // needs a trained agent
 * const file = "data/agents/ppo-writeup/sim/n5-seed1.json";
 * evaluation.requireOwnCluster(file, { world: cluster.worldByName("sim", { spec: { sla: 0.3 } }), size: 5 });
 * // throws InputError
 */
export function requireOwnCluster(
  file: string,
  { world, size, otherCluster }: Pick<AgentSearch, "world" | "otherCluster"> & { readonly size: number },
): void {
  const differences = clusterDifferences(readAgent(file).config, world, size);
  if (differences.length === 0 || otherCluster === "allow") return;
  throw new InputError(
    `${file} was trained on another cluster: ${differences.join("; ")}: train an agent for this one, or let it play all the same with --other-cluster allow`,
  );
}

/**
 * The folder under `<folder>/<agent>` whose agents play: that of the cluster they were trained on. It is the first, the world's own
 * before all others, whose agents cover every size and were trained on such a cluster.
 * @returns the world's own where there is no such agent at all.
 * @throws InputError where none of them covers the sizes, or all that do were trained on other clusters, unless that is allowed; it
 * says in what the first of them differs.
 * @example
 * const search = { folder: "agents", agent: "ppo-writeup", world: cluster.worldByName("sim"), sizes: [5] };
 * evaluation.agentClusterFolder(search); // -> "sim"
 */
export function agentClusterFolder(search: AgentSearch): string {
  const { folder, agent, world, sizes, trainedOn, otherCluster } = search;
  const own = join(folder, parsedControllerText(agent).name);
  const there = existsSync(own) ? readdirSync(own).sort() : [];
  const first = trainedOn ?? world.agents;
  const names = trainedOn === undefined ? [first, ...there.filter((name) => name !== first)] : [first];
  const found = names.flatMap((name) => {
    const agents = sizes.map((size) => ({ size, kept: agentFor(join(own, name), size) }));
    return agents.every(({ kept }) => kept !== undefined) ? [{ name, agents }] : [];
  });
  const fitting = found.find(({ agents }) =>
    agents.every(({ size, kept }) => kept && clusterDifferences(kept.config, world, size).length === 0),
  );
  if (fitting !== undefined) return fitting.name;
  if (found.length === 0) {
    if (!names.some((name) => there.includes(name))) return first;
    throw new InputError(
      `no ${agent} under ${folder} acts on ${sizes.join(", ")} containers: train one (npx fleetlab train), or choose other sizes (--sizes)`,
    );
  }
  for (const { size, kept } of found[0].agents)
    if (kept !== undefined) requireOwnCluster(kept.file, { world, size, otherCluster });
  return found[0].name;
}

/** An agent of a cluster's folder that acts on `size` containers. */
function agentFor(folder: string, size: number): { file: string; config: TrainingConfig } | undefined {
  if (!existsSync(folder)) return undefined;
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".json")) continue;
    const file = join(folder, name);
    const { config } = readAgent(file);
    if (coversSize(config, size)) return { file, config };
  }
  return undefined;
}
