import path from "node:path";
import { jsonOf } from "./files.mjs";
import { SetupProblem } from "./problem.mjs";
import { pythonProgram } from "./python-environment.mjs";
import { runOrExplain } from "./run-command.mjs";

/** What Jupyter starts: tslab with what the workspace adds. */
const kernelCommand = (root) => path.join(root, "scripts", "notebooks", "kernel.mjs");

export const notebookKernel = {
  title: "TypeScript kernel for notebooks",

  isDone({ root }) {
    const kernel = jsonOf(path.join(root, ".venv", "share", "jupyter", "kernels", "tslab", "kernel.json"));
    return kernel?.argv?.[0] === kernelCommand(root);
  },

  async perform({ root, machine, logs }) {
    const name = "notebook kernel";
    const options = { name, logs, cwd: root, env: machine.env };
    const tslab = path.join(root, "node_modules", ".bin", "tslab");
    const where = ["--python", pythonProgram(root, "python"), "--prefix", path.join(root, ".venv")];
    await runOrExplain(
      process.execPath,
      [tslab, "install", ...where, "--binary", kernelCommand(root)],
      options,
    );
    const listed = await runOrExplain(
      pythonProgram(root, "jupyter"),
      ["kernelspec", "list", "--json"],
      options,
    );
    if (!listed.includes('"tslab"')) {
      throw new SetupProblem(
        "notebook kernel: Jupyter doesn't list it; delete the folder .venv and run this again.",
      );
    }
  },
};
