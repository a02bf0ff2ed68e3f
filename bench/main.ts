/**
 * Speed, ours beside peers on the same work in the same run.
 *
 *     npm run bench [-- --only <group>] [--repeats <n>] [--json]
 *
 * A Markdown table on stdout (JSON with --json), progress on stderr.
 */
import { arch, cpus, platform } from "node:os";
import { parseArgs } from "node:util";
import { InputError } from "../lib/check/index.js";
import { exactCluster } from "./cluster/exact-cluster.js";
import { type BenchGroup, type GroupResult, runGroup } from "./group.js";
import { singleQueue } from "./queueing/single-queue.js";
import { markdown } from "./table.js";

const GROUPS: readonly BenchGroup[] = [singleQueue, exactCluster];
const MINIMUM_REPEATS = 5;

interface Options {
  readonly groups: readonly BenchGroup[];
  readonly repeats: number;
  readonly json: boolean;
}

function readOptions(args: string[]): Options {
  let values: { only?: string; repeats?: string; json?: boolean };
  try {
    const options = {
      only: { type: "string" },
      repeats: { type: "string" },
      json: { type: "boolean" },
    } as const;
    values = parseArgs({ args, options }).values;
  } catch (error) {
    throw new InputError(
      `${(error as Error).message.split(". ")[0]}; known are --only, --repeats and --json`,
    );
  }
  const repeats = Number(values.repeats ?? MINIMUM_REPEATS);
  if (!Number.isSafeInteger(repeats) || repeats < MINIMUM_REPEATS)
    throw new InputError(
      `--repeats must be a whole number of at least ${MINIMUM_REPEATS}, got ${values.repeats}`,
    );
  const groups = GROUPS.filter(({ name }) => values.only === undefined || name === values.only);
  if (groups.length === 0)
    throw new InputError(
      `--only names no group: ${values.only}; known are ${GROUPS.map(({ name }) => name).join(", ")}`,
    );
  return { groups, repeats, json: values.json ?? false };
}

async function main(): Promise<void> {
  const { groups, repeats, json } = readOptions(process.argv.slice(2));
  const machine = `${cpus()[0]?.model ?? "unknown CPU"}, ${cpus().length} cores, ${platform()} ${arch()}`;
  const results: GroupResult[] = [];
  for (const group of groups)
    results.push(await runGroup(group, repeats, (line) => process.stderr.write(`${line}\n`)));
  const run = { machine, node: process.version, repeats, groups: results };
  process.stdout.write(json ? `${JSON.stringify(run, null, 2)}\n` : markdown(run));
}

main().catch((error: unknown) => {
  const known = error instanceof InputError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = known ? 2 : 1;
});
