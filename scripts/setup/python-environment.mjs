import fs from "node:fs";
import path from "node:path";
import { fingerprint, jsonOf, remove, textOf, writeJson } from "./files.mjs";
import { findPython } from "./machine.mjs";
import { runCommand, runOrExplain } from "./run-command.mjs";

const programs = ["python", "pip", "jupyter", "jupyter-lab", "jupyter-nbconvert", "locust"];

const environmentFolder = (root) => path.join(root, ".venv");
const stampFile = (root) => path.join(environmentFolder(root), "setup.json");
const requirementsFile = (root) => path.join(root, "scripts", "requirements", "python.txt");

/** The path of a program inside the workspace's Python environment. */
export const pythonProgram = (root, name) => path.join(environmentFolder(root), "bin", name);

/** Scripts in an environment carry its path, so one that was moved or copied here doesn't count. */
const stampFor = (root) => fingerprint(root, textOf(requirementsFile(root)) ?? "");

export const pythonEnvironment = {
  title: "Python environment (.venv)",
  needs: ({ root }) => [{ folder: root, mebibytes: 500 }],
  needsPython: true,

  isDone({ root }) {
    const isStamped = jsonOf(stampFile(root))?.inputs === stampFor(root);
    return isStamped && programs.every((name) => fs.existsSync(pythonProgram(root, name)));
  },

  async perform({ root, machine, logs }) {
    const { env } = machine;
    const python = pythonProgram(root, "python");
    if (!(await isUsable(root, env))) {
      const base = await findPython(machine);
      remove(environmentFolder(root));
      const name = "Python environment";
      await runOrExplain(base, ["-m", "venv", environmentFolder(root)], { name, logs, env });
    }
    remove(stampFile(root));
    const quietly = ["--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "30"];
    await runOrExplain(
      python,
      ["-m", "pip", "install", ...quietly, "--only-binary=:all:", "--requirement", requirementsFile(root)],
      { name: "Python packages", source: "the Python package index", logs, cwd: root, env },
    );
    writeJson(stampFile(root), { inputs: stampFor(root) });
  },
};

/** Whether the environment belongs to this folder and its interpreter and pip start. */
async function isUsable(root, env) {
  const pip = textOf(pythonProgram(root, "pip"))?.split("\n")[0] ?? "";
  if (!pip.includes(environmentFolder(root))) return false;
  const { code } = await runCommand(pythonProgram(root, "python"), ["-m", "pip", "--version"], { env });
  return code === 0;
}
