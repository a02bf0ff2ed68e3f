import { join } from "node:path";
import { openWorkspace } from "../data/index.js";
import { AGENTS_FOLDER } from "../evaluation/index.js";
import type { AgentFolders } from "../study/index.js";
import { typedCommand } from "./typed-command.js";

/** Where the plan's results go, where its agents lie, and what tells of it in the manifest. */
interface RealPlaces {
  readonly dataDir: string;
  readonly workDir: string;
  readonly agents: Pick<AgentFolders, "phase1" | "phase2">;
  readonly command: string;
  readonly date: string;
}

/**
 * The workspace's places for the plan. A rehearsal, which isn't as planned, has a data folder of its own (build/rehearsal), with
 * agents of its own, and the workspace's where it has none: it never takes the place of what was planned.
 */
export function realPlaces(isRehearsal: boolean): RealPlaces {
  const workspace = openWorkspace();
  const build = join(workspace.root, "build");
  if (isRehearsal) process.stderr.write(`a rehearsal: everything goes to ${join(build, "rehearsal")}\n`);
  const dataDir = isRehearsal ? join(build, "rehearsal") : workspace.dataDir;
  return {
    dataDir,
    workDir: isRehearsal ? dataDir : build,
    agents: {
      phase1: [dataDir, workspace.dataDir].map((folder) => join(folder, AGENTS_FOLDER)),
      phase2: join(dataDir, AGENTS_FOLDER),
    },
    command: typedCommand(),
    date: new Date().toISOString(),
  };
}
