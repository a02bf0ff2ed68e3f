import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "./engine.js";
import { LABEL, type Labels, type Ownership, ownership } from "./labels.js";
import { removeRunFolder, runFolders } from "./run-folder.js";

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

/** Every run that `engine` holds something of, dead or alive. */
export async function listRuns(engine: Engine): Promise<readonly Run[]> {
  const filters = { label: [LABEL.run] };
  const [containers, networks] = await Promise.all([
    engine.ask("list containers", (docker) => docker.listContainers({ all: true, filters })),
    engine.ask("list networks", (docker) => docker.listNetworks({ filters })),
  ]);
  const runs = new Map<string, Run & { containers: RunContainer[]; networks: string[] }>();
  const runOf = (labels: Labels) => {
    const id = labels[LABEL.run];
    const known = runs.get(id);
    if (known !== undefined) return known;
    const run = {
      id,
      ownership: ownership(labels),
      owner: labels[LABEL.owner] ?? "",
      containers: [],
      networks: [],
    };
    runs.set(id, run);
    return run;
  };
  for (const { Id, Names, Labels, State, Created, Ports } of containers)
    runOf(Labels).containers.push({
      id: Id,
      name: Names[0]?.slice(1) ?? Id.slice(0, 12),
      role: Labels[LABEL.role] ?? "",
      index: Number(Labels[LABEL.index] ?? -1),
      state: State,
      created: Created,
      port: Ports.find(({ PublicPort }) => PublicPort)?.PublicPort ?? 0,
    });
  for (const { Id, Labels } of networks) runOf(Labels ?? {}).networks.push(Id);
  for (const run of runs.values()) run.containers.sort((a, b) => a.index - b.index);
  return [...runs.values()];
}

/** Removes all that there is of a run: containers, network, folder. What is gone already is no failure. */
export async function removeRun(
  engine: Engine,
  run: Pick<Run, "id" | "containers" | "networks">,
): Promise<void> {
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
  const runs = await listRuns(engine);
  const dead = runs.filter((run) => run.ownership === "dead");
  for (const run of dead) await removeRun(engine, run);
  const known = new Set(runs.map((run) => run.id));
  const folders = runFolders().filter((folder) => folder.isDead && !known.has(folder.run));
  for (const { run } of folders) removeRunFolder(run);
  return [...dead.map((run) => run.id), ...folders.map(({ run }) => run)];
}
