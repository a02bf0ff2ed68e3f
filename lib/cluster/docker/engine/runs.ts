import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../../check/index.js";
import type { Engine } from "./engine.js";
import { LABEL, type Labels, type Ownership, ownership } from "./labels.js";
import { abandonedFolders, removeRunFolder } from "./run-folder.js";
import { isRunName } from "./run-name.js";

/** A container of a run. */
export interface RunContainer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Index in the cluster; -1 for the proxy. */
  readonly index: number;
  /** "created", "running", "exited", ... as the engine says it. */
  readonly state: string;
  /** When it was made, in s since 1970. */
  readonly created: number;
  /** Published port on this machine; 0: none. */
  readonly port: number;
}

/** All that there is of one run. */
export interface Run {
  readonly id: string;
  readonly ownership: Ownership;
  readonly owner: string;
  readonly containers: readonly RunContainer[];
  /** Networks by id. */
  readonly networks: readonly string[];
}

/**
 * Every run that `engine` holds something of, dead or alive. To an own run belongs only what this user made; what else bears its
 * label isn't listed. What bears any other run's name is listed as foreign.
 */
export async function listRuns(engine: Engine): Promise<readonly Run[]> {
  const filters = { label: [LABEL.run] };
  const [containers, networks] = await Promise.all([
    engine.ask("list containers", (docker) => docker.listContainers({ all: true, filters })),
    engine.ask("list networks", (docker) => docker.listNetworks({ filters })),
  ]);
  const runs = new Map<string, Run & { containers: RunContainer[]; networks: string[] }>();
  const runOf = (name: string, labels: Labels) => {
    const id = labels[LABEL.run];
    const whose = ownership(name, labels);
    const key = `${id} ${whose === "foreign"}`;
    const known = runs.get(key);
    if (known !== undefined) return known;
    const run = { id, ownership: whose, owner: labels[LABEL.owner] ?? "", containers: [], networks: [] };
    if (isRunName(id)) runs.set(key, run);
    return run;
  };
  for (const { Id, Names, Labels, State, Created, Ports } of containers) {
    const name = ownName(Names) ?? Id.slice(0, 12);
    runOf(name, Labels).containers.push({
      id: Id,
      name,
      role: Labels[LABEL.role] ?? "",
      index: Number(Labels[LABEL.index] ?? -1),
      state: State,
      created: Created,
      port: Ports.find(({ PublicPort }) => PublicPort)?.PublicPort ?? 0,
    });
  }
  for (const { Id, Name, Labels } of networks) runOf(Name, Labels ?? {}).networks.push(Id);
  for (const run of runs.values()) run.containers.sort((a, b) => a.index - b.index);
  const all = [...runs.values()];
  const own = new Set(all.filter((run) => run.ownership !== "foreign").map(({ id }) => id));
  return all.filter((run) => run.ownership !== "foreign" || !own.has(run.id));
}

/** A container's own name among those by which others may know it ("/other/name"). */
function ownName(names: readonly string[]): string | undefined {
  return names.map((name) => name.slice(1)).find((name) => !name.includes("/"));
}

/**
 * Removes all that there is of a run: containers, network, folder. What is gone already is no failure.
 * @throws InputError on a foreign run.
 */
export async function removeRun(engine: Engine, run: Run): Promise<void> {
  if (run.ownership === "foreign")
    throw new InputError(
      `run ${run.id} wasn't made by this user on this machine: remove it where it was made, or with Docker's own commands`,
    );
  await Promise.all(
    run.containers.map(({ id, name }) =>
      engine.askUnlessGone(`remove container ${name}`, (docker) =>
        docker.getContainer(id).remove({ force: true, v: true }),
      ),
    ),
  );
  for (const id of run.networks) await removeNetwork(engine, id);
  removeRunFolder(run.id);
}

/** Another program may be removing the same dead run: its containers then hold the network for a moment. */
async function removeNetwork(engine: Engine, id: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await engine.askUnlessGone(`remove network ${id.slice(0, 12)}`, (docker) =>
        docker.getNetwork(id).remove(),
      );
      return;
    } catch (error) {
      if (attempt === 20 || !/active endpoints/.test((error as Error).message)) throw error;
      await sleep(250);
    }
  }
}

/** Removes what dead runs of this machine left behind; returns their ids. Runs that live, or are others', stay. */
export async function sweepDeadRuns(engine: Engine): Promise<readonly string[]> {
  // Folders first: what their processes made by now is in the list, since they have ended.
  const abandoned = abandonedFolders(engine.address);
  const runs = await listRuns(engine);
  const dead = runs.filter((run) => run.ownership === "dead");
  for (const run of dead) await removeRun(engine, run);
  const known = new Set(runs.filter((run) => run.ownership !== "foreign").map(({ id }) => id));
  const folders = abandoned.filter((run) => !known.has(run));
  for (const run of folders) removeRunFolder(run);
  return [...dead.map((run) => run.id), ...folders];
}
