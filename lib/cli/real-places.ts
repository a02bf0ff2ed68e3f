import { join } from "node:path";
import type { WorldSettings } from "../cluster/index.js";
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
 * takes the workspace's agents where it has none itself. It never replaces what was planned. The plan on a cluster of the user's own
 * has a data folder of its own, too: build/real/<name>.
 */
export function realPlaces(
  isRehearsal: boolean,
  { clusterName }: Pick<WorldSettings, "clusterName">,
): RealPlaces {
  const workspace = openWorkspace();
  const build = join(workspace.root, "build");
  const own = clusterName === undefined ? undefined : join(build, "real", clusterName);
  const apart = isRehearsal ? join(own ?? build, "rehearsal") : own;
  if (apart !== undefined)
    process.stderr.write(
      `${isRehearsal ? "a rehearsal" : "a cluster of your own"}: everything goes to ${apart}\n`,
    );
  const dataDir = apart ?? workspace.dataDir;
  return {
    dataDir,
    workDir: apart ?? build,
    agents: {
      phase1: [dataDir, ...(own === undefined ? [] : [own]), workspace.dataDir].map((folder) =>
        join(folder, AGENTS_FOLDER),
      ),
      phase2: join(dataDir, AGENTS_FOLDER),
    },
    command: typedCommand(),
    date: new Date().toISOString(),
  };
}
