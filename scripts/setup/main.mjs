import path from "node:path";
import { libraryBuild } from "./library-build.mjs";
import { takeLock } from "./lock.mjs";
import { findPython, requireCompiler, requireNodeVersion, requireSpace, thisMachine } from "./machine.mjs";
import { nativeTensorflow } from "./native-tensorflow.mjs";
import { notebookKernel } from "./notebook-kernel.mjs";
import { npmPackages } from "./npm-packages.mjs";
import { knownCause, SetupProblem } from "./problem.mjs";
import { pythonEnvironment } from "./python-environment.mjs";
import { endCommandsOnSignal } from "./run-command.mjs";
import { systemPackages } from "./system-packages.mjs";

const usage = `Usage: npm run setup [-- --retry]
Installs what the tests and experiments need into this clone; what is there already is left alone.
  --retry   try again what was left out: native TensorFlow, system packages
Environment: FLEETLAB_CACHE  folder for TensorFlow's library (default: ~/.cache/fleetlab, shared by all clones)
             PYTHON          the Python to use (default: python3)
             CXX             the C++ compiler to use`;

const root = path.resolve(import.meta.dirname, "..", "..");
const steps = [
  systemPackages,
  npmPackages,
  pythonEnvironment,
  nativeTensorflow,
  notebookKernel,
  libraryBuild,
];

/** Runs the set-up as the command line asks, and sets the exit code: 0, or 2 with one line that says what to do. */
export async function main(args) {
  if (args.includes("--help")) {
    console.log(usage);
    return;
  }
  const unknown = args.find((argument) => argument !== "--retry");
  if (unknown !== undefined) {
    console.error(`setup: unknown option ${unknown}: see npm run setup -- --help`);
    process.exitCode = 2;
    return;
  }
  endCommandsOnSignal();
  try {
    await setUp({ root, machine: thisMachine(), retry: args.includes("--retry") });
  } catch (error) {
    const message = error instanceof SetupProblem ? error.message : fileProblem(error);
    if (message === undefined) throw error;
    console.error(`setup: ${message}`);
    process.exitCode = 2;
  }
}

/** A file operation of the set-up itself may be the one that finds the disk full or the folder not writable. */
function fileProblem(error) {
  const cause = knownCause(`${error.code}`);
  return cause && `${cause} (${error.path ?? error.message})`;
}

/** Performs the steps that are not done yet. Throws a SetupProblem for a failure with a known cause. */
export async function setUp({ root, machine, retry = false, say = console.log }) {
  const context = {
    root,
    machine,
    cache: cacheFolder(machine),
    logs: path.join(root, ".cache", "setup"),
  };
  requireNodeVersion(machine);
  if (retry) for (const step of steps) step.forget?.(context);
  if (steps.some((step) => !step.isDone(context))) {
    const release = await takeLock(path.join(root, ".cache", "setup.lock"), {
      onWait: (pid) => say(`setup: waiting for another set-up of this clone (process ${pid})`),
    });
    try {
      await performMissingSteps(context, say);
    } finally {
      release();
    }
  }
  for (const step of steps) {
    const notice = step.notice?.(context);
    if (notice) say(`setup: ${notice}`);
  }
}

function cacheFolder({ env, home }) {
  return path.resolve(
    env.FLEETLAB_CACHE || path.join(env.XDG_CACHE_HOME || path.join(home, ".cache"), "fleetlab"),
  );
}

async function performMissingSteps(context, say) {
  const { machine } = context;
  const missing = steps.filter((step) => !step.isDone(context));
  if (nativeTensorflow.needsCompiler(context)) requireCompiler(machine);
  if (missing.some((step) => step.needsPython)) await findPython(machine);
  requireSpace(
    machine,
    missing.flatMap((step) => step.needs?.(context) ?? []),
  );
  say(`setup: to do: ${missing.map(({ title }) => title).join(", ")}`);

  // npm goes first: it is the quickest to notice that there's no network, and most others need it.
  const started = new Map();
  const start = (step, ...needed) => started.set(step, perform(step, context, Promise.all(needed)));
  const packages = start(npmPackages).get(npmPackages);
  const python = start(pythonEnvironment, packages).get(pythonEnvironment);
  start(systemPackages, packages);
  start(nativeTensorflow, packages, python);
  start(notebookKernel, packages, python);
  start(libraryBuild, packages);

  const results = await Promise.allSettled(
    steps.map(async (step) => {
      const outcome = await started.get(step);
      if (outcome)
        say(`setup: ${step.title}${outcome.note ? ` (${outcome.note})` : ""}: ${outcome.seconds} s`);
    }),
  );
  const failure = results.find(({ status }) => status === "rejected");
  if (failure) throw failure.reason;
}

/** Resolves to the step's note and seconds, or to undefined where nothing was to do. */
async function perform(step, context, needed) {
  await needed;
  if (step.isDone(context)) return undefined;
  const started = performance.now();
  const note = await step.perform(context);
  return { note, seconds: ((performance.now() - started) / 1000).toFixed(1) };
}
