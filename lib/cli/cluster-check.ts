import { join } from "node:path";
import { Command } from "commander";
import {
  checkDispatch,
  checkLifecycle,
  checkRouting,
  checkScaling,
  type DispatchReport,
  Engine,
  LocustLoad,
  type Quantiles,
} from "../cluster/docker/index.js";
import { clusterCapacity, clusterSpec, DISPATCHES } from "../cluster/index.js";
import {
  machine,
  manifestFile,
  openWorkspace,
  specDescription,
  specId,
  writeManifestEntry,
} from "../data/index.js";
import { codeHash, withLock, writeFileAtomically } from "../files/index.js";
import { CHECK_FILE } from "../study/index.js";
import { checkCrash } from "./crash-check.js";
import { number } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { typedCommand } from "./typed-command.js";

interface Flags {
  readonly size: number;
  readonly events: number;
  readonly requests: number;
  readonly save?: boolean;
  readonly json?: boolean;
}

/** `fleetlab cluster check`. */
export function clusterCheckCommand(): Command {
  return new Command("check")
    .description(
      "measure this machine's real cluster: up and down, scaling without loss, observation, routing, dispatches",
    )
    .option("--size <n>", "number of containers", number, 25)
    .option("--events <n>", "scale events under load", number, 200)
    .option("--requests <n>", "requests at constant weights", number, 20000)
    .option("--save", "keep the result in the data folder, with its entry in the manifest, for the report")
    .option("--json", "print the result as JSON")
    .action(async (flags: Flags) => {
      const { dataDir } = openWorkspace();
      const file = flags.save ? join(dataDir, CHECK_FILE) : undefined;
      await withLock([file], async () => {
        const result = await check(flags);
        const json = `${JSON.stringify(result, null, 2)}\n`;
        if (file !== undefined) save(json, file, dataDir, flags);
        process.stdout.write(flags.json ? json : summary(result));
      });
    });
}

function save(json: string, file: string, dataDir: string, { size, events, requests }: Flags): void {
  writeFileAtomically(file, json);
  const spec = clusterSpec({ size });
  writeManifestEntry(
    manifestFile(dataDir),
    file,
    {
      command: typedCommand(),
      date: new Date().toISOString(),
      code: codeHash([__filename]),
      machine: machine(),
      seed: 1,
      config: { size, events, requests },
      specs: { [specId(spec)]: specDescription(spec) },
    },
    "drop",
  );
}

async function check({ size, events, requests }: Flags) {
  const signal = stopSignal();
  const spec = clusterSpec({ size });
  const engine = await Engine.connect();
  say(`lifecycle: ${size} containers up and down`);
  const lifecycle = await checkLifecycle(engine, spec, signal);
  say("crash: a program killed while its cluster serves");
  const crash = await checkCrash(engine, size);
  // Small enough to start and stop all of its containers many times, and quick enough to do so in minutes.
  const small = clusterSpec({ size: 6, controlInterval: 0.5 });
  const scaling = await shown("scaling", (onProgress) =>
    checkScaling({
      spec: small,
      events,
      rate: 10,
      loadGenerator: () => LocustLoad.start(small),
      signal,
      onProgress,
    }),
  );
  const routing = await shown("routing", (onProgress) =>
    checkRouting({
      spec,
      requests,
      rate: 0.8 * clusterCapacity(spec),
      loadGenerator: () => LocustLoad.start(spec),
      signal,
      onProgress,
    }),
  );
  const dispatches: DispatchReport[] = [];
  for (const dispatch of DISPATCHES)
    dispatches.push(
      await shown(dispatch, (onProgress) =>
        checkDispatch({ dispatch, loadGenerator: (spec) => LocustLoad.start(spec), signal, onProgress }),
      ),
    );
  return { machine: machine(), spec: specDescription(spec), lifecycle, crash, scaling, routing, dispatches };
}

async function shown<T>(
  label: string,
  work: (onProgress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const bar = progress(label);
  try {
    return await work((done, total) => bar.update(done, total));
  } finally {
    bar.stop();
  }
}

function summary(result: Awaited<ReturnType<typeof check>>): string {
  const { lifecycle, crash, scaling, routing, dispatches } = result;
  const { makingTime, startingTime, removingTime, left } = lifecycle;
  const up = `made in ${makingTime.toFixed(1)} s, ready ${startingTime.toFixed(1)} s later, removed in ${removingTime.toFixed(1)} s`;
  return `${[
    `${lifecycle.containers} containers: ${up}; ${left} things left`,
    `killed with ${crash.containers} containers: ${crash.leftByCrash} things left, ${crash.leftAfterSweep} after the next start's sweep`,
    `${scaling.events} scale events (${scaling.started} starts, ${scaling.stopped} stops) in ${scaling.seconds.toFixed(0)} s: ${scaling.lost} of ${scaling.requests} requests lost, ${scaling.refused} refused by full queues`,
    `observation: ${milliseconds(routing.observationTime)}; late by ${milliseconds(routing.lateness)}`,
    `routing: largest deviation ${routing.largestDeviation.toFixed(1)} requests of a server in ${routing.windows} windows of ${routing.windowSteps} steps, ${routing.counted} requests; the proxy took ${milliseconds(routing.routingTime)}`,
    ...dispatches.map(
      ({ dispatch, slowShare, heavyShare, lost, requests }) =>
        `${dispatch}: ${percent(slowShare)} to the slow one of four, ${percent(heavyShare)} to the one with twice the weight under a light load; ${lost} of ${requests} requests lost`,
    ),
    `machine ${(100 * routing.hostBusy).toFixed(0)} % busy, ${routing.overloadedSteps} steps above 90 %`,
  ].join("\n")}\n`;
}

function milliseconds({ median, p99 }: Quantiles): string {
  return `median ${(1000 * median).toFixed(1)} ms, p99 ${(1000 * p99).toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
