import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SetupProblem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

const oldestPython = [3, 10];
const compilers = ["c++", "g++", "clang++"];

/** What the set-up needs to know of the machine it runs on. Tests replace single fields. */
export function thisMachine() {
  return {
    nodeVersion: process.versions.node,
    napiVersion: process.versions.napi,
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    home: os.homedir(),
    dockerSocket: "/var/run/docker.sock",
    /** Free bytes for this user on the file system that holds `folder`, which need not exist yet. */
    freeBytes: (folder) => {
      const { bavail, bsize } = fs.statfsSync(nearestExisting(folder));
      return bavail * bsize;
    },
  };
}

function nearestExisting(folder) {
  let existing = path.resolve(folder);
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  return existing;
}

/** The full path of the first of `names` that is on PATH, or undefined. */
export function findCommand(env, ...names) {
  const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    for (const folder of name.includes(path.sep) ? [""] : folders) {
      const file = path.join(folder, name);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

export function requireNodeVersion({ nodeVersion }) {
  const [major, minor] = nodeVersion.split(".").map(Number);
  if (major > 20 ? major < 23 : major === 20 && minor >= 11) return;
  throw new SetupProblem(
    `Node ${nodeVersion} is not supported: install Node 20.11 or later, or Node 22 (23 and later break TensorFlow), and run this again.`,
  );
}

export function requireCompiler({ env, platform }) {
  const missing = [];
  const chosen = env.CXX ? [env.CXX.split(" ")[0]] : [];
  if (!findCommand(env, ...chosen, ...compilers)) missing.push("C++ compiler");
  if (!findCommand(env, "make", "gmake")) missing.push("make");
  if (missing.length === 0) return;
  const remedy =
    platform === "darwin" ? "xcode-select --install" : "apt-get install -y g++ make (as root), or the like";
  throw new SetupProblem(
    `no ${missing.join(" and no ")} found, which TensorFlow's binding needs: ${remedy}; then run this again.`,
  );
}

/** The path of a Python that is new enough and can make virtual environments. `PYTHON` names a particular one. */
export async function findPython({ env }) {
  const names = env.PYTHON
    ? [env.PYTHON]
    : ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];
  const seen = [];
  for (const name of names) {
    const python = findCommand(env, name);
    if (!python) continue;
    const probe = "import sys; print(*sys.version_info[:2])\nimport venv, ensurepip";
    const { code, output } = await runCommand(python, ["-c", probe], { env });
    const [, major, minor] = /^(\d+) (\d+)$/m.exec(output) ?? [];
    if (!major) continue;
    const isNewEnough = Number(major) === oldestPython[0] && Number(minor) >= oldestPython[1];
    if (isNewEnough && code === 0) return python;
    seen.push(`Python ${major}.${minor}${isNewEnough ? " without its venv module" : ""}`);
  }
  const found = seen.length > 0 ? `only ${[...new Set(seen)].join(", ")} found` : "no Python found";
  throw new SetupProblem(
    `${found}, but notebooks need Python 3.10 or later with venv: apt-get install -y python3 python3-venv (as root), or the like; then run this again.`,
  );
}

/** Throws unless each file system has room for what the given steps put on it. A need is `{ folder, mebibytes }`. */
export function requireSpace(machine, needs) {
  const perDevice = new Map();
  for (const { folder, mebibytes } of needs) {
    const device = fs.statSync(nearestExisting(folder)).dev;
    const entry = perDevice.get(device) ?? { folder, mebibytes: 0 };
    entry.mebibytes += mebibytes;
    perDevice.set(device, entry);
  }
  for (const { folder, mebibytes } of perDevice.values()) {
    const free = Math.floor(machine.freeBytes(folder) / 2 ** 20);
    if (free < mebibytes) {
      throw new SetupProblem(
        `the disk is full: ${free} MiB are free at ${folder}, and the set-up needs ${mebibytes} MiB: free some space and run this again.`,
      );
    }
  }
}
