import { join } from "node:path";
import type { BenchGroup, BenchRow } from "../group.js";
import { type PeerEnvironment, peerPython, peerScript, preparePeer } from "../peers/python.js";
import type { ProcessCommand } from "./measured-process.js";
import type { OurCluster } from "./our-environment.js";
import { OUR_ENGINES } from "./ours.js";
import { processRow, type Variant } from "./process-row.js";
import { type SpeedSettings, speedSettings } from "./settings.js";
import type { WorkRequest } from "./worker.js";

const SIZES = [10, 25];
const SEED = 1;
const TRAINING = "training steps/s";
const LEARNING = "learned steps/s";
const CLUSTERS = "cluster steps/s";

/** SB3 with one environment and its usual shape of rollout and minibatch, and with shapes that are faster. */
const SB3 = { clusters: 1, nSteps: 512, minibatch: 128 };
const SB3_TUNED = { clusters: 16, nSteps: 512, minibatch: 1024 };

/** Threads of TensorFlow within an operation, and of clusters. */
const OUR_THREADS = [1, 2];

/** What rows call our clusters. */
const OUR_CLUSTERS: Readonly<Record<OurCluster, string>> = {
  bare: "clusters as the peers have them",
  writeup: "the write-up's clusters, all counted",
  exact: "exact simulator",
};
const OUR_OWN_CLUSTERS = ["writeup", "exact"] as const;

/** How XLA is set up, and how several seeds are trained together (jax_speed.py). */
interface XlaVariant {
  readonly label: string;
  readonly flags: string;
  readonly together?: "vmap" | "map" | "devices";
}

/** As many threads as there are cores, or one. */
const XLA_THREADS: readonly XlaVariant[] = [
  { label: "all threads", flags: "" },
  { label: "1 thread", flags: "--xla_cpu_multi_thread_eigen=false" },
];
const XLA_VMAPPED = XLA_THREADS.map((threads): XlaVariant => ({ ...threads, together: "vmap" }));
const XLA_IN_TURN: readonly XlaVariant[] = [
  ...XLA_THREADS.map((threads): XlaVariant => ({ ...threads, together: "map" })),
  {
    label: "2 devices of a thread",
    flags: "--xla_force_host_platform_device_count=2 --xla_cpu_multi_thread_eigen=false",
    together: "devices",
  },
];

/** How PPO's speed is compared, at each size; every repeat of a row takes at least `seconds`. */
export function ppoGroups(seconds: number): readonly BenchGroup[] {
  return SIZES.flatMap((size) => {
    const settings = speedSettings(size);
    const { clusters, ppo } = settings;
    const row: MakeRow = (name, unit, variants, against) =>
      processRow({
        name,
        unit,
        seconds,
        variants,
        isOptional: !name.startsWith("fleetlab"),
        ...(against !== undefined && { against }),
      });
    const kind = {
      family: "ppo",
      module: __filename,
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
        title: `parts of it, ${size} containers: the ${ppo.epochs} epochs on one recorded rollout; ${clusters} clusters alone; and training on the library's own clusters`,
        rows: partRows(settings, row),
      },
    ];
  });
}

type MakeRow = (
  name: string,
  unit: string,
  variants: () => readonly Variant[] | string,
  against?: string,
) => BenchRow;

function trainingRows(settings: SpeedSettings, row: MakeRow): readonly BenchRow[] {
  const training = { ...settings, seed: SEED, work: "train" } as const;
  const one = "fleetlab, 1 seed";
  const ten = "fleetlab, 10 seeds";
  const sb3 = (name: string, { clusters, nSteps, minibatch }: typeof SB3) =>
    row(
      `SB3, ${name}`,
      TRAINING,
      () =>
        peer("sb3", [1, 2], (threads) => ({
          label: threadsLabel(threads),
          script: "sb3_speed.py",
          request: { ...training, clusters, nSteps, threads, ppo: { ...settings.ppo, minibatch } },
        })),
      one,
    );
  return [
    row(one, TRAINING, () => oursOfOne({ ...training, seeds: 1, cluster: "bare" })),
    row(ten, TRAINING, () => oursOfTen({ ...training, seeds: 10, cluster: "bare" })),
    row("JAX, 1 seed", TRAINING, () => jax({ ...training, seeds: 1 }, XLA_THREADS), one),
    row("JAX, 10 seeds, vmapped", TRAINING, () => jax({ ...training, seeds: 10 }, XLA_VMAPPED), ten),
    row("JAX, 10 seeds, in turn", TRAINING, () => jax({ ...training, seeds: 10 }, XLA_IN_TURN), ten),
    sb3("512 steps, batch 128", SB3),
    sb3("16 environments, batch 1024", SB3_TUNED),
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
    row("JAX update", LEARNING, () => jax(learning, XLA_THREADS)),
    ...Object.entries(OUR_CLUSTERS).map(([cluster, name]) =>
      row(`fleetlab, ${name}`, CLUSTERS, () => [
        { commands: [ourProcess({ ...clusters, cluster: cluster as OurCluster }, 1)] },
      ]),
    ),
    row("JAX clusters", CLUSTERS, () => jax(clusters, XLA_THREADS)),
    row("numpy clusters", CLUSTERS, () =>
      peer("jax", [clusters], (request) => ({ script: "numpy_speed.py", request })),
    ),
    ...OUR_OWN_CLUSTERS.map((cluster) =>
      row(`fleetlab, 1 seed, ${OUR_CLUSTERS[cluster]}`, TRAINING, () =>
        oursOfOne({ ...common, work: "train", seeds: 1, cluster }),
      ),
    ),
  ];
}

/** One process, with a thread or one a core: which of the two is faster depends on the matrices. */
function ours(request: WorkRequest): readonly Variant[] {
  return OUR_THREADS.map((threads) => ({
    label: threadsLabel(threads),
    commands: [ourProcess(request, threads)],
  }));
}

/** The same with the clusters on one thread, and on one a core. */
function oursOfOne(request: Extract<WorkRequest, { work: "train" }>): readonly Variant[] {
  return OUR_THREADS.flatMap((clusterThreads) =>
    ours({ ...request, clusterThreads }).map(({ label, commands }) => ({
      label: `${label}, clusters on ${clusterThreads}`,
      commands,
    })),
  );
}

/** Seeds in turn in one process, or half of them in each of two. */
function oursOfTen(request: Extract<WorkRequest, { work: "train" }>): readonly Variant[] {
  const half = request.seeds / 2;
  const halves = [request.seed, request.seed + half].map((seed) =>
    ourProcess({ ...request, seed, seeds: half }, 1, false),
  );
  return [
    ...ours(request).map(({ label, commands }) => ({ label: `1 process, ${label}`, commands })),
    { label: "2 processes, 1 thread each", commands: halves },
  ];
}

/** @param alone whether it has all cores: else operations, too, are done one after the other. */
function ourProcess(request: WorkRequest, threads: number, alone = true): ProcessCommand {
  return {
    command: process.execPath,
    args: ["--import", "tsx", join(__dirname, "worker.ts"), JSON.stringify(request)],
    variables: {
      TF_NUM_INTRAOP_THREADS: String(threads),
      ...(!alone && { TF_NUM_INTEROP_THREADS: "1" }),
    },
  };
}

const threadsLabel = (threads: number) => `${threads} thread${threads > 1 ? "s" : ""}`;

function jax(request: object, variants: readonly XlaVariant[]): readonly Variant[] | string {
  return peer("jax", variants, ({ label, flags, together }) => ({
    label,
    script: "jax_speed.py",
    request: { ...request, together },
    variables: { XLA_FLAGS: flags },
  }));
}

/** A peer's variants, one for each of `options`, or why its Python can't be had. */
function peer<T>(
  environment: PeerEnvironment,
  options: readonly T[],
  of: (option: T) => {
    readonly label?: string;
    readonly script: string;
    readonly request: object;
    readonly variables?: Readonly<Record<string, string>>;
  },
): readonly Variant[] | string {
  const command = peerPython(environment);
  return (
    preparePeer(environment) ??
    options.map((option) => {
      const { label, script, request, variables = {} } = of(option);
      const args = [peerScript(script), JSON.stringify(request)];
      return { ...(label !== undefined && { label }), commands: [{ command, args, variables }] };
    })
  );
}
