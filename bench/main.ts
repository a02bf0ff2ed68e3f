/**
 * Speed, ours beside peers on the same work in the same run.
 *
 *     npm run bench [-- --only <group or family>] [--repeats <n>] [--seconds <s>] [--json] [--save]
 *
 * Without --only all but the long groups of phase-1 are run. A Markdown table on stdout (JSON with --json), progress on stderr; --save keeps the results in data/bench/<family>.json.
 */
import { parseArgs } from "node:util";
import { InputError } from "../lib/check/index.js";
import { machine, openWorkspace } from "../lib/data/index.js";
import { withLock } from "../lib/files/index.js";
import { dispatchSpeed } from "./cluster/dispatch.js";
import { exactCluster } from "./cluster/exact-cluster.js";
import { type BenchGroup, type GroupResult, runGroup } from "./group.js";
import { ppoGroups } from "./ppo/groups.js";
import { phaseOneGroups } from "./ppo/phase-one.js";
import { singleQueue } from "./queueing/single-queue.js";
import { savedFiles, saveRun } from "./save.js";
import { markdown } from "./table.js";

const MINIMUM_REPEATS = 5;
/** Least length of a repeat where it can be chosen: SB3's shortest piece of work takes half a second. */
const SECONDS = 3;
const FLAGS = {
  only: { type: "string" },
  repeats: { type: "string" },
  seconds: { type: "string" },
  json: { type: "boolean" },
  save: { type: "boolean" },
} as const;

interface Options {
  readonly groups: readonly BenchGroup[];
  /** Left out: every group's own number. */
  readonly repeats?: number;
  readonly json: boolean;
  readonly save: boolean;
}

function readOptions(args: string[]): Options {
  const { only, repeats: repeatsText, seconds: secondsText, json, save } = readFlags(args);
  const repeats = repeatsText === undefined ? undefined : Number(repeatsText);
  if (repeats !== undefined && !(Number.isSafeInteger(repeats) && repeats >= MINIMUM_REPEATS))
    throw new InputError(
      `--repeats must be a whole number of at least ${MINIMUM_REPEATS}, got ${repeatsText}`,
    );
  const seconds = Number(secondsText ?? SECONDS);
  if (!(seconds > 0 && seconds <= 600))
    throw new InputError(`--seconds must be above 0 and at most 600, got ${secondsText}`);
  const all: readonly BenchGroup[] = [
    singleQueue,
    exactCluster,
    dispatchSpeed,
    ...ppoGroups(seconds),
    ...phaseOneGroups(),
  ];
  const groups = all.filter(({ name, family, onRequest }) =>
    only === undefined ? !onRequest : only === name || only === family,
  );
  if (groups.length === 0)
    throw new InputError(`--only names no group: ${only}; known are ${known(all).join(", ")}`);
  const cut = all.find(
    (group) => groups.some(({ family }) => family === group.family) && !groups.includes(group),
  );
  if (save && cut !== undefined)
    throw new InputError(`--save keeps whole families: use --only ${cut.family} instead of --only ${only}`);
  return {
    groups,
    ...(repeats !== undefined && { repeats }),
    json: json ?? false,
    save: save ?? false,
  };
}

function readFlags(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS }).values;
  } catch (error) {
    const flags = Object.keys(FLAGS).map((flag) => `--${flag}`);
    throw new InputError(`${(error as Error).message.split(". ")[0]}; known are ${flags.join(", ")}`);
  }
}

/** What `--only` takes. */
function known(groups: readonly BenchGroup[]): readonly string[] {
  return [...new Set(groups.flatMap(({ name, family }) => [family, name]))];
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const dataDir = options.save ? openWorkspace().dataDir : undefined;
  const files = dataDir === undefined ? [] : savedFiles(dataDir, options.groups);
  await withLock(files, () => measure(options, dataDir));
}

/** Measures, and keeps the results in the data folder where there is one. */
async function measure({ groups, repeats, json }: Options, dataDir: string | undefined): Promise<void> {
  const results: GroupResult[] = [];
  for (const group of groups) {
    const times = repeats ?? group.repeats ?? MINIMUM_REPEATS;
    results.push(await runGroup(group, times, (line) => process.stderr.write(`${line}\n`)));
  }
  const run = { machine: machine(), ...(repeats !== undefined && { repeats }), groups: results };
  if (dataDir !== undefined)
    for (const file of saveRun(dataDir, run, groups, new Date().toISOString()))
      process.stderr.write(`${file}\n`);
  process.stdout.write(json ? `${JSON.stringify(run, null, 2)}\n` : markdown(run));
}

main().catch((error: unknown) => {
  const known = error instanceof InputError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = known ? 2 : 1;
});
