import { join } from "node:path";
import type { BenchGroup, BenchRow } from "../group.js";
import { type PeerEnvironment, peerPython, peerScript, preparePeer } from "../peers/python.js";
import type { ProcessCommand } from "./measured-process.js";
import { OUR_ENGINES } from "./ours.js";
import { processRow } from "./process-row.js";
import { type SpeedSettings, speedSettings } from "./settings.js";
import type { WorkRequest } from "./worker.js";

const SIZES = [10, 25];
const SEED = 1;
const TRAINING = "training steps/s";
const LEARNING = "learned steps/s";
const CLUSTERS = "cluster steps/s";

/** SB3 with one environment and its usual shape of rollout and minibatch. */
const SB3 = { clusters: 1, nSteps: 512, minibatch: 128, threads: 1 };
/** The fastest of what was tried: more environments and larger minibatches gain nothing, a second thread loses. */
const SB3_TUNED = { clusters: 16, nSteps: 512, minibatch: 1024, threads: 1 };

/** How PPO's speed is compared, at each size; every repeat of a row takes at least `seconds`. */
export function ppoGroups(seconds: number): readonly BenchGroup[] {
  return SIZES.flatMap((size) => {
    const settings = speedSettings(size);
    const { clusters, ppo } = settings;
    const row = (name: string, unit: string, command: () => ProcessCommand | string, against?: string) =>
      processRow({
        name,
        unit,
        seconds,
        command,
        isOptional: !name.startsWith("fleetlab"),
        ...(against !== undefined && { against }),
      });
    const kind = {
      family: "ppo",
      codeFolders: ["random", "queueing", "workload", "cluster", "ppo"],
      configuration: { seconds, settings, seed: SEED, sb3: SB3, sb3Tuned: SB3_TUNED },
    };
    return [
      {
        ...kind,
        name: `ppo-n${size}`,
        title: `PPO on the write-up's cluster of ${size} containers, environment included: ${clusters} clusters x ${ppo.rolloutSteps} steps, minibatch ${ppo.minibatch}, ${ppo.epochs} epochs, 64-64 tanh; seeds together`,
        rows: trainingRows(settings, row),
      },
      {
        ...kind,
        name: `ppo-n${size}-parts`,
        title: `parts of it, ${size} containers: the ${ppo.epochs} epochs on one recorded rollout; ${clusters} clusters alone; and training on the exact simulator`,
        rows: partRows(settings, row),
      },
    ];
  });
}

type MakeRow = (
  name: string,
  unit: string,
  command: () => ProcessCommand | string,
  against?: string,
) => BenchRow;

function trainingRows(settings: SpeedSettings, row: MakeRow): readonly BenchRow[] {
  const training = { ...settings, seed: SEED, work: "train" } as const;
  const one = "fleetlab, 1 seed";
  const ten = "fleetlab, 10 seeds";
  const ourRow = (name: string, seeds: number) =>
    row(name, TRAINING, () => ours({ ...training, seeds, cluster: "writeup" }));
  const jax = (seeds: number, against: string) =>
    row(
      `JAX, ${seeds} seed${seeds > 1 ? "s" : ""}`,
      TRAINING,
      () => peer("jax", "jax_speed.py", { ...training, seeds }),
      against,
    );
  const sb3 = (name: string, { clusters, nSteps, minibatch, threads }: typeof SB3) =>
    row(
      `SB3, ${name}`,
      TRAINING,
      () =>
        peer("sb3", "sb3_speed.py", {
          ...training,
          clusters,
          nSteps,
          threads,
          ppo: { ...settings.ppo, minibatch },
        }),
      one,
    );
  return [
    ourRow(one, 1),
    ourRow(ten, 10),
    jax(1, one),
    jax(10, ten),
    sb3("512 steps, batch 128", SB3),
    sb3("tuned: 16 environments, batch 1024", SB3_TUNED),
  ];
}

function partRows(settings: SpeedSettings, row: MakeRow): readonly BenchRow[] {
  const common = { ...settings, seed: SEED };
  const learning = { ...common, work: "learn" } as const;
  const clusters = { ...common, work: "environment" } as const;
  return [
    ...OUR_ENGINES.map((engine) =>
      row(`fleetlab, ${engine} update`, LEARNING, () => ours({ ...learning, engine })),
    ),
    row("JAX update", LEARNING, () => peer("jax", "jax_speed.py", learning)),
    row("fleetlab clusters", CLUSTERS, () => ours(clusters)),
    row("JAX clusters", CLUSTERS, () => peer("jax", "jax_speed.py", clusters)),
    row("numpy clusters", CLUSTERS, () => peer("jax", "numpy_speed.py", clusters)),
    row("fleetlab, 1 seed, exact simulator", TRAINING, () =>
      ours({ ...common, work: "train", seeds: 1, cluster: "exact" }),
    ),
  ];
}

function ours(request: WorkRequest): ProcessCommand {
  const args = ["--import", "tsx", join(__dirname, "worker.ts"), JSON.stringify(request)];
  return { command: process.execPath, args };
}

function peer(environment: PeerEnvironment, script: string, request: object): ProcessCommand | string {
  const reason = preparePeer(environment);
  return reason ?? { command: peerPython(environment), args: [peerScript(script), JSON.stringify(request)] };
}
