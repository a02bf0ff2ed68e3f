import fs from "node:fs";
import path from "node:path";
import { remove } from "./files.mjs";
import { findCommand, findPython } from "./machine.mjs";
import { pythonProgram } from "./python-environment.mjs";
import { runOrExplain } from "./run-command.mjs";

const secondsToFirstByte = 10;
const secondsOfDownload = 900;

/**
 * Runs the package's own installer, which knows where its library is kept, in a copy of the package,
 * so that one that fails leaves nothing behind in node_modules. It has no time limits of its own.
 */
export async function downloadOfficial(context, packageFolder, stage) {
  const copy = copyForBuilding(packageFolder, stage);
  const started = Date.now();
  await runOrExplain(process.execPath, [path.join("scripts", "install.js")], {
    name: "TensorFlow download",
    source: "its server",
    logs: context.logs,
    cwd: copy,
    env: buildEnvironment(context),
    timeoutMs: secondsOfDownload * 1000,
    giveUpWhen: () => {
      const isLate = Date.now() - started > secondsToFirstByte * 1000;
      return isLate && fs.readdirSync(path.join(copy, "deps")).length === 0
        ? "timed out before the first byte"
        : undefined;
    },
  });
  keepResult(copy, stage);
}

/** Puts the libraries and headers of the pinned wheel into `<stage>/package/deps`. */
export async function extractFromWheel(context, requirement, stage) {
  const { root, machine, logs } = context;
  const python = pythonProgram(root, "python");
  const wheel = path.join(stage, "wheel");
  // Any Python can fetch it: what is wanted are the libraries inside, which don't depend on Python's version.
  const target = ["--python-version", "3.11", "--platform", "manylinux2014_x86_64"];
  await runOrExplain(
    python,
    [
      "-m",
      "pip",
      "download",
      "--no-input",
      "--disable-pip-version-check",
      "--no-cache-dir",
      "--no-deps",
      "--retries",
      "1",
      "--timeout",
      "30",
      "--only-binary=:all:",
      ...target,
      "--dest",
      wheel,
      "--requirement",
      requirement,
    ],
    { name: "TensorFlow wheel", source: "the Python package index", logs, cwd: root, env: machine.env },
  );
  const script = path.join(root, "scripts", "setup", "extract-library.py");
  const deps = path.join(stage, "package", "deps");
  remove(deps);
  await runOrExplain(python, [script, wheel, deps], { name: "TensorFlow library", logs, env: machine.env });
  remove(wheel);
}

/** Compiles the binding against the libraries that are already in `<stage>/package/deps`. */
export async function buildBinding(context, packageFolder, stage) {
  const copy = copyForBuilding(packageFolder, stage);
  const builder = path.join(context.root, "node_modules", "@mapbox", "node-pre-gyp", "bin", "node-pre-gyp");
  await runOrExplain(process.execPath, [builder, "install", "--build-from-source"], {
    name: "TensorFlow binding",
    source: "the server of Node's headers",
    logs: context.logs,
    cwd: copy,
    env: { ...buildEnvironment(context), PYTHON: await findPython(context.machine) },
  });
  keepResult(copy, stage);
}

/** What building needs of the package: its sources, scripts and description. */
function copyForBuilding(packageFolder, stage) {
  const copy = path.join(stage, "package");
  for (const name of ["package.json", "binding.gyp", "binding", "scripts"]) {
    fs.cpSync(path.join(packageFolder, name), path.join(copy, name), { recursive: true });
  }
  fs.mkdirSync(path.join(copy, "deps"), { recursive: true });
  return copy;
}

function keepResult(copy, stage) {
  remove(path.join(copy, "deps", "include"));
  for (const part of ["deps", "lib"]) fs.renameSync(path.join(copy, part), path.join(stage, part));
  remove(copy);
}

function buildEnvironment({ root, machine }) {
  const modules = path.join(root, "node_modules");
  const nested = path.join(modules, "@tensorflow", "tfjs-node", "node_modules");
  const env = {
    ...machine.env,
    NODE_PATH: [modules, nested].join(path.delimiter),
    PATH: [path.join(modules, ".bin"), machine.env.PATH].join(path.delimiter),
  };
  const headers = nodeHeaders();
  if (headers) env.npm_config_nodedir = headers;
  const compiler = nodeGyp(machine.env);
  if (compiler) env.npm_config_node_gyp = compiler;
  return env;
}

/** The folder that holds include/node beside this Node, which spares node-gyp a download. */
export function nodeHeaders(executable = fs.realpathSync(process.execPath)) {
  const prefix = path.dirname(path.dirname(executable));
  return fs.existsSync(path.join(prefix, "include", "node", "node.h")) ? prefix : undefined;
}

/** npm's own node-gyp, wherever npm is installed. */
function nodeGyp(env) {
  const npm = findCommand(env, "npm");
  const starts = [env.npm_execpath, npm && fs.realpathSync(npm)].filter(Boolean);
  return starts
    .map((start) => path.resolve(path.dirname(start), "..", "node_modules", "node-gyp", "bin", "node-gyp.js"))
    .find((file) => fs.existsSync(file));
}
