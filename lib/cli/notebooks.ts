import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";

/** Most seconds that a cell may take: the laboratory's comparison trains for minutes, more of them on a slow machine. */
const CELL_LIMIT = 3600;

/**
 * Executes notebooks under the tslab kernel, with the workspace's budget, into `output`.
 * @throws InputError where the Python environment is missing, Error where a cell failed, the signal's reason when stopped.
 */
export async function runNotebooks(
  workspace: Workspace,
  notebooks: readonly string[],
  output: string,
  signal: AbortSignal,
): Promise<void> {
  const python = join(workspace.root, ".venv", "bin", "python");
  if (!existsSync(python))
    throw new InputError("there is no Python environment to run notebooks in: run npm run setup");
  const runner = join(workspace.root, "scripts", "notebooks", "run_notebooks.py");
  const child = spawn(python, [runner, "--timeout", String(CELL_LIMIT), "--output", output, ...notebooks], {
    cwd: workspace.root,
    env: { ...process.env, FLEETLAB_BUDGET: workspace.budget, FLEETLAB_FRESH: workspace.fresh ? "1" : "0" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  // The runner ends its kernels itself; on a terminal it gets Ctrl-C, too, and a second signal would cut that short.
  const stop = () => process.stdin.isTTY || child.kill("SIGINT");
  signal.addEventListener("abort", stop, { once: true });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0) throw new Error("a notebook failed: the lines above say where");
}
