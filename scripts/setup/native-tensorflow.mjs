import fs from "node:fs";
import path from "node:path";
import { fingerprint, jsonOf, remove, textOf, writeJson } from "./files.mjs";
import { isRunning } from "./lock.mjs";
import { buildBinding, downloadOfficial, extractFromWheel } from "./native-tensorflow-sources.mjs";
import { SetupProblem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

const packageFolder = (root) => path.join(root, "node_modules", "@tensorflow", "tfjs-node");
const stampFile = (root) => path.join(packageFolder(root), "native.json");
const wheelRequirement = (root) => path.join(root, "scripts", "requirements", "tensorflow-library.txt");
const parts = ["deps", "lib"];

/** Loads the binding as a program would and multiplies two matrices. */
const trial = `
const tf = require("@tensorflow/tfjs-node");
const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).arraySync();
if (tf.getBackend() !== "tensorflow" || String(product) !== "19,22,43,50") process.exit(1);
`;

/**
 * TensorFlow's library and its Node binding live in a cache outside node_modules and are linked into the package,
 * so that a new install, or another clone, finds them ready.
 */
export const nativeTensorflow = {
  title: "native TensorFlow for Node",
  needs(context) {
    return this.needsCompiler(context) ? [{ folder: context.cache, mebibytes: 1300 }] : [];
  },

  isDone(context) {
    const stamp = jsonOf(stampFile(context.root));
    if (!stamp || stamp.inputs !== inputsOf(context)) return false;
    return stamp.source === "none" || isComplete(packageFolder(context.root));
  },

  /** Whether work is left that a compiler is needed for: nothing usable in the cache. */
  needsCompiler(context) {
    return !this.isDone(context) && !isComplete(cachedFolder(context));
  },

  async perform(context) {
    const { root } = context;
    const target = cachedFolder(context);
    if (isComplete(target)) {
      link(root, target);
      if (await runsHere(context))
        return finish(context, jsonOf(path.join(target, "origin.json"))?.source ?? "cache");
      remove(target);
    }
    const failures = [];
    for (const [source, obtain] of sources(context)) {
      const stage = `${target}.building-${process.pid}`;
      removeAbandonedStages(path.dirname(target));
      try {
        await obtain(stage);
        writeJson(path.join(stage, "origin.json"), { source });
        if (!isComplete(target)) {
          remove(target);
          fs.renameSync(stage, target);
        }
        link(root, target);
        if (await runsHere(context)) return finish(context, source);
        failures.push(`${source}: was built but does not load`);
        remove(target);
      } catch (error) {
        if (!(error instanceof SetupProblem)) throw error;
        if (/disk is full/.test(error.message)) throw error;
        failures.push(error.message);
      } finally {
        remove(stage);
      }
    }
    return finish(context, "none", failures.at(-1));
  },

  notice({ root }) {
    const stamp = jsonOf(stampFile(root));
    if (stamp?.source !== "none") return undefined;
    return (
      "TensorFlow runs without its native library, on WebAssembly: one training step takes 1.3 times as long at " +
      `minibatch 64, 3.5 times at 512, 18 times at 8192. Cause: ${stamp.reason}. To try again: npm run setup -- --retry`
    );
  },

  forget({ root }) {
    if (jsonOf(stampFile(root))?.source === "none") remove(stampFile(root));
  },
};

/** The ways to get the library, in the order in which they are tried. */
function sources(context) {
  const all = [
    ["official download", (stage) => downloadOfficial(context, packageFolder(context.root), stage)],
  ];
  const { platform, arch } = context.machine;
  if (platform === "linux" && arch === "x64") {
    all.push([
      "Python wheel",
      async (stage) => {
        await extractFromWheel(context, wheelRequirement(context.root), stage);
        await buildBinding(context, packageFolder(context.root), stage);
      },
    ]);
  }
  return all;
}

/** The binding's interface version decides which Node versions share one build. */
function inputsOf({ root, machine }) {
  const { version, binary } = jsonOf(path.join(packageFolder(root), "package.json")) ?? {};
  const interfaceVersion = binary?.napi_versions
    ?.filter((candidate) => candidate <= machine.napiVersion)
    .at(-1);
  const recipe = textOf(wheelRequirement(root)) ?? "";
  return fingerprint(String(version), String(interfaceVersion), machine.platform, machine.arch, recipe);
}

function cachedFolder(context) {
  return path.join(context.cache, `tfjs-node-${inputsOf(context)}`);
}

function isComplete(folder) {
  const libraries = listing(path.join(folder, "deps", "lib"));
  const bindings = listing(path.join(folder, "lib")).flatMap((name) =>
    listing(path.join(folder, "lib", name)),
  );
  return libraries.some((name) => name.startsWith("libtensorflow")) && bindings.includes("tfjs_binding.node");
}

function listing(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function link(root, target) {
  for (const part of parts) {
    const place = path.join(packageFolder(root), part);
    remove(place);
    fs.symlinkSync(path.join(target, part), place);
  }
}

async function runsHere({ root, machine }) {
  const { code } = await runCommand(process.execPath, ["-e", trial], {
    cwd: root,
    env: machine.env,
    timeoutMs: 120_000,
  });
  return code === 0;
}

function finish(context, source, reason) {
  writeJson(stampFile(context.root), { inputs: inputsOf(context), source, reason });
  return source === "none" ? "not available" : source;
}

/** What a build that was cut off left behind; one of another process that still runs stays. */
function removeAbandonedStages(cache) {
  for (const name of listing(cache)) {
    const [, pid] = /\.building-(\d+)$/.exec(name) ?? [];
    if (!pid || isRunning(Number(pid))) continue;
    try {
      remove(path.join(cache, name));
    } catch {
      // A command of that build may still be writing: the next build removes the rest.
    }
  }
}
