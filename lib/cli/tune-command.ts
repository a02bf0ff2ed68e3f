import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { DescribedCluster } from "../cluster/index.js";
import { manifestFile, openWorkspace } from "../data/index.js";
import {
  cheapestTrial,
  LADDER_SIZES,
  type LargestStep,
  largestStep,
  STANDARD_PRICES,
  TUNING_FOLDER,
  type Tuned,
  trialCost,
  tune,
} from "../evaluation/index.js";
import { keptName } from "../workload/index.js";
import { alignedTable } from "./aligned-table.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { list, number } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { TRACE_HELP, tellTraces } from "./traces.js";
import { typedCommand } from "./typed-command.js";
import { type UseFlags, useFiles, useOption } from "./use-option.js";

/** Searched where nothing else is said: enough for a screening, at all sizes together. */
const SCREENING_BUDGET = 6_000_000;
/** N of the table. */
const SHOWN_SIZE = 15;

interface Flags extends UseFlags, ClusterFileFlags {
  readonly controllers: readonly string[];
  readonly router: string;
  readonly largestStep?: readonly LargestStep[];
  readonly workloads?: readonly string[];
  readonly budget: number;
  readonly seed: number;
  readonly out?: string;
  readonly workers?: number;
  readonly otherCode?: "keep" | "replace";
  readonly json?: boolean;
}

/** `fleetlab tune`. */
export function tuneCommand(): Command {
  return new Command("tune")
    .description(
      "search the best settings of rules on train loads, for every price and size, within a budget",
    )
    .requiredOption("--controllers <names>", "rules, as in staffing,hpa; static is tried at every size", list)
    .addOption(useOption())
    .option("--router <name>", "of rules that are named without one", "least-connections")
    .option(
      "--largest-step <list>",
      "most containers a step, as in 1,4,N (N: all of them; default: 1, or that of --cluster-file)",
      (text) => list(text).map(largestStep),
    )
    .addOption(clusterFileOption())
    .option(
      "--workloads <names>",
      "traces of your own (trace:FILE) to tune on in place of the ladder's loads: every episode is another stretch",
      list,
    )
    .option(
      "--budget <steps>",
      "environment steps for each rule and largest step, over all sizes, warm-up, dropped trials and dev included",
      number,
      SCREENING_BUDGET,
    )
    .option("--seed <n>", "base seed of what is drawn", number, 1)
    .option(
      "--out <folder>",
      "where files go; what they hold already is kept (default: data/tuning; with --cluster-file build/tuning/<its name>, of traces build/tuning)",
    )
    .option("--workers <n>", "processes (default: one a core)", number)
    .option(
      "--other-code <what>",
      "keep or replace what other code made of this search (default: refuse)",
      otherCode,
    )
    .option("--json", "print settings and costs as JSON")
    .addHelpText(
      "after",
      `
Sizes: ${LADDER_SIZES.join(", ")}, or that of --cluster-file; prices: ${STANDARD_PRICES.join(", ")} container-seconds a violation.
Train loads decide; finalists are measured on dev, too, with a sixth of the budget. The test split is locked.
Ctrl-C stops at once, and the same command goes on. A larger budget is a search of its own in the same file.

${TRACE_HELP}`,
    )
    .action(async (flags: Flags) => {
      const tuned = await run(flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(tuned.map(summary), null, 2)}\n`);
      else process.stdout.write(table(tuned));
    });
}

async function run(flags: Flags): Promise<readonly Tuned[]> {
  await useFiles(flags);
  const { router, budget, seed, workers, otherCode } = flags;
  const own = describedCluster(flags);
  const workloads = flags.workloads?.map(keptName);
  tellTraces(workloads ?? []);
  const folder =
    flags.out === undefined ? tuningFolder(own?.described, workloads !== undefined) : resolve(flags.out);
  const manifest = manifestFile(dirname(folder));
  const bar = progress("tune");
  try {
    return await tune({
      controllers: flags.controllers.map((name) => (name.includes("+") ? name : `${name}+${router}`)),
      largestSteps: flags.largestStep ?? [own?.described.spec?.largestScaleStep ?? 1],
      ...(own && {
        cluster: { spec: own.described.spec ?? {}, sources: [own.source] },
        sizes: [own.described.size],
      }),
      workloads,
      budget,
      seed,
      folder,
      workers,
      otherCode,
      // A data folder has a manifest.
      manifest: existsSync(manifest)
        ? { file: manifest, command: typedCommand(), date: new Date().toISOString() }
        : undefined,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}

/** Only searches on the ladder's clusters and loads are among the committed data. */
function tuningFolder(own: DescribedCluster | undefined, hasTraces: boolean): string {
  const { dataDir, root } = openWorkspace();
  if (own !== undefined) return join(root, "build", TUNING_FOLDER, own.clusterName);
  return hasTraces ? join(root, "build", TUNING_FOLDER) : join(dataDir, TUNING_FOLDER);
}

function otherCode(text: string): "keep" | "replace" {
  if (text !== "keep" && text !== "replace")
    throw new InvalidArgumentError(`expected keep or replace, got ${JSON.stringify(text)}`);
  return text;
}

/** A search, and its choices by size and price. */
function summary({ controller, largestStep, file, budget, spent, trials, sizes }: Tuned) {
  const choice = (size: number, price: number, split: "train" | "dev") => {
    if (!trials.finalists.some((trial) => !Number.isNaN(trialCost(trial, { size, price, split }))))
      return null;
    const trial = cheapestTrial(trials, { size, price, split });
    return {
      controller: trial.controller,
      trainCost: trialCost(trial, { size, price, split: "train" }),
      devCost: nullable(trialCost(trial, { size, price, split: "dev" })),
    };
  };
  const settings = sizes.flatMap((size) =>
    STANDARD_PRICES.map((price) => ({
      size,
      price,
      train: choice(size, price, "train"),
      dev: choice(size, price, "dev"),
    })),
  );
  const { length: all } = trials.all;
  return {
    controller,
    largestStep,
    file,
    budget,
    spent,
    trials: all,
    finalists: trials.finalists.length,
    settings,
  };
}

const nullable = (value: number) => (Number.isNaN(value) ? null : value);

/** The size of the table: the last where a search hasn't the usual one. */
const shownSize = ({ sizes }: Tuned) => (sizes.includes(SHOWN_SIZE) ? SHOWN_SIZE : (sizes.at(-1) as number));

/** Two lines a search: cost of the settings chosen on train, and on dev, each where it was chosen. */
function table(tuned: readonly Tuned[]): string {
  const head = [
    "controller",
    "k",
    "spent",
    "trials",
    "chosen on",
    ...STANDARD_PRICES.map((price) => `cost at ${price}`),
  ];
  const lines = tuned.flatMap((one) =>
    (["train", "dev"] as const).map((split) => {
      const costs = STANDARD_PRICES.map((price) => {
        const setting = { size: shownSize(one), price, split };
        const costs = one.trials.finalists.map((trial) => trialCost(trial, setting));
        const least = Math.min(...costs.filter((cost) => !Number.isNaN(cost)));
        return Number.isFinite(least) ? least.toFixed(4) : "-";
      });
      const { controller, largestStep, spent, trials } = one;
      return [controller, String(largestStep), String(spent), String(trials.all.length), split, ...costs];
    }),
  );
  return `${alignedTable([head, ...lines])}(cost at N = ${shownSize(tuned[0])} as a share of N, of the cheapest finalist where it was chosen)\n`;
}
