import { join } from "node:path";
import { openWorkspace } from "../data/index.js";
import { AGENTS_FOLDER } from "../evaluation/index.js";
import type { AgentFolders } from "../study/index.js";
import { typedCommand } from "./typed-command.js";

/** Where the plan's results and agents lie, and what the manifest says of how they were made. */
interface RealPlaces {
  readonly dataDir: string;
  readonly workDir: string;
  readonly agents: Pick<AgentFolders, "phase1" | "phase2">;
  readonly command: string;
  readonly date: string;
}

/**
 * The workspace's places for the plan. A rehearsal differs from the plan. It has a data folder of its own (build/rehearsal) and
 * takes the workspace's agents where it has none itself. It never replaces what was planned.
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
