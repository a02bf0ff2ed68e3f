import fs from "node:fs";
import path from "node:path";
import { jsonOf, remove } from "./files.mjs";
import { findCommand } from "./machine.mjs";
import { SetupProblem } from "./problem.mjs";
import { runOrExplain } from "./run-command.mjs";

// A dead network is to be noticed in seconds, not in npm's own minutes.
const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-factor=2"];

export const npmPackages = {
  title: "npm packages from the lockfile",
  needs: ({ root }) => [{ folder: root, mebibytes: 800 }],

  /** Compares the lockfile with npm's own record of what it installed, and that record with the folders. */
  isDone({ root, machine }) {
    const wanted = jsonOf(path.join(root, "package-lock.json"))?.packages;
    const installed = jsonOf(path.join(root, "node_modules", ".package-lock.json"))?.packages;
    if (!wanted || !installed) return false;
    return Object.entries(wanted).every(([folder, entry]) => {
      if (folder === "") return true;
      const record = installed[folder];
      if (!record) return entry.optional === true && !isForThisMachine(entry, machine);
      const isSame = record.version === entry.version && record.integrity === entry.integrity;
      return isSame && fs.existsSync(path.join(root, folder, "package.json"));
    });
  },

  async perform({ root, machine, logs }) {
    const [command, ...first] = npmCommand(machine.env);
    const folders = packageFolders(root);
    setAside(root, folders);
    try {
      await runOrExplain(command, [...first, "ci", "--ignore-scripts", "--prefer-offline", ...patience], {
        name: "npm packages",
        source: "the npm registry",
        logs,
        cwd: root,
        env: machine.env,
      });
    } catch (error) {
      putBack(root, folders);
      throw error;
    }
    remove(asideFolder(root));
  },
};

/** A package for one operating system and processor, without a C library of its own, must be there on that machine. */
function isForThisMachine({ os, cpu, libc }, { platform, arch }) {
  return !libc && (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true);
}

function npmCommand(env) {
  const script = env.npm_execpath;
  if (script && path.basename(script) === "npm-cli.js" && fs.existsSync(script))
    return [process.execPath, script];
  const npm = findCommand(env, "npm");
  if (!npm) throw new SetupProblem("npm is not on PATH: install it (it comes with Node) and run this again.");
  return [npm];
}

/** `npm ci` empties these folders before it fetches anything; kept aside, they survive a failure. */
function packageFolders(root) {
  const workspaces = jsonOf(path.join(root, "package.json"))?.workspaces ?? [];
  return ["node_modules", ...workspaces.map((workspace) => path.join(workspace, "node_modules"))];
}

const asideFolder = (root) => path.join(root, ".cache", "node_modules-before");
const asideName = (folder) => folder.replaceAll(path.sep, "+");

function setAside(root, folders) {
  const aside = asideFolder(root);
  fs.mkdirSync(aside, { recursive: true });
  for (const folder of folders) {
    const kept = path.join(aside, asideName(folder));
    // What an interrupted run set aside is older but whole; what it left in place is neither.
    if (fs.existsSync(kept)) remove(path.join(root, folder));
    else if (fs.existsSync(path.join(root, folder))) fs.renameSync(path.join(root, folder), kept);
  }
}

function putBack(root, folders) {
  for (const folder of folders) {
    const kept = path.join(asideFolder(root), asideName(folder));
    if (!fs.existsSync(kept)) continue;
    remove(path.join(root, folder));
    fs.renameSync(kept, path.join(root, folder));
  }
  remove(asideFolder(root));
}
