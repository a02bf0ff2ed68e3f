import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { machine, VERIFICATION_FILE, type Verification } from "../../lib/data/index.js";
import { type ResultRow, writeResults } from "../../lib/evaluation/index.js";
import { writeFileAtomically } from "../../lib/files/index.js";
import type { Row } from "../../lib/report/index.js";
import { chatteringCells } from "../../lib/study/chattering/plan.js";
import { EQUAL_VIOLATIONS_FILE } from "../../lib/study/equal-violations/experiment.js";
import { CONDITION_COLUMNS, REAL_PLAN } from "../../lib/study/index.js";
import { routingCells } from "../../lib/study/routing-lost/plan.js";
import { COMPARED_NAMES } from "../../lib/study/shared/compared-rules.js";
import { workloadNames } from "../../lib/workload/index.js";
import { resultRow } from "../evaluation/result-row.js";

/** A reader of one made-up file. */
export function readerOf(rows: readonly Row[]) {
  return { rows: () => rows, json: () => undefined };
}

/** Small made-up results of every experiment, in the columns of the real ones. */
export function writeSyntheticData(dataDir: string): void {
  writeVerification(dataDir);
  const runs = [0, 1, 2];
  const sizes = [5, 10, 15, 20, 25];
  const cells = (controllers: readonly string[], workloads: readonly string[], at: readonly number[]) =>
    runs.flatMap((run) =>
      at.flatMap((size) =>
        workloads.flatMap((workload) =>
          controllers.map((controller, i) =>
            resultRow({ controller, size, workload, run }, 0.1 + 0.05 * i + 0.01 * run),
          ),
        ),
      ),
    );
  const pairs = COMPARED_NAMES.flatMap((rule) => [rule, `${rule}+least-queue`]);
  const others = ["static", "random", "writeup-threshold", "writeup-pid"];
  const workloads = ["constant-0.6", "flash-0.25-0.75"];
  const evaluation = join(dataDir, "evaluation");
  writeResults(join(evaluation, "rules.csv"), cells([...pairs, ...others], workloads, sizes));
  const sweep = [...pairs, "static", "static+least-queue"].flatMap((rule) =>
    [1, 2, 3].map((setting) => `${rule}:x=${setting}`),
  );
  writeResults(join(evaluation, "frontier.csv"), cells(sweep, workloads, [15]));
  for (const file of ["writeup-rules", "writeup-rate-10", "writeup-rate-15"])
    writeResults(
      join(evaluation, `${file}.csv`),
      cells(["writeup-threshold", "writeup-pid"], ["writeup-test", "writeup-train"], sizes),
    );
  const trained = (agents: readonly string[], on: readonly string[], reward: Partial<ResultRow>) =>
    [1, 2].flatMap((seed) =>
      cells(agents, on, sizes).map((row) => ({
        ...row,
        ...reward,
        training_seed: seed,
        churn_rate: row.churn_rate + 0.01 * seed,
      })),
    );
  const traffics = ["writeup-test", "writeup-train"];
  const reward = { reward_terms: "errors:-1;queue:-3", reward_mean: -5 };
  writeResults(join(evaluation, "writeup-agent.csv"), [
    ...trained(["ppo-writeup", "ppo-writeup-padded"], traffics, reward),
    ...cells(["writeup-threshold", "writeup-pid"], traffics, sizes),
  ]);
  writeResults(join(evaluation, "exact-agent.csv"), trained(["ppo-writeup"], workloads, {}));
  writeEqualViolations(join(dataDir, EQUAL_VIOLATIONS_FILE), sizes, runs);
  const routing = ["writeup", "sim"].flatMap((cluster) =>
    sizes.flatMap((size) =>
      [1, 2].map(
        (seed) => `${cluster},${size},${seed},constant-0.6,100,90,${seed === 2 ? 0.7 : 0.1},0.1,0.01`,
      ),
    ),
  );
  writeFileSync(
    join(dataDir, "collapse.csv"),
    `cluster,size,training_seed,workload,steps,counted_steps,largest_share,routing_error,error_rate\n${routing.join("\n")}\n`,
  );
  writeSyntheticRealData(dataDir);
  const curves = sizes.flatMap((size) =>
    [0, 500, 1000].map((steps) => `ppo-writeup,writeup,${size},1,${steps},${steps === 0 ? "" : -500}`),
  );
  writeFileSync(
    join(dataDir, "training/curves.csv"),
    `agent,cluster,sizes,training_seed,steps,episode_reward\n${curves.join("\n")}\n`,
  );
  const stages = [50, 1000].flatMap((trained) =>
    Array.from({ length: 20 }, (_, step) => `${trained},${step},${50 + step},5,0,0.5,0.1,-5,abc`),
  );
  writeFileSync(
    join(dataDir, "training/early-and-late.csv"),
    `trained_steps,step,users,active,command,cpu,latency,reward,code\n${stages.join("\n")}\n`,
  );
  const theory = runs.flatMap((run) =>
    [0.5, 0.8].map((rho) => `M/M/1,25,${rho},${run},100,${run},1000,0.25,${0.25 + 0.01 * run},0,0,abc`),
  );
  writeFileSync(
    join(dataDir, "theory.csv"),
    "model,size,utilization,run,steps,seed,requests,response_time_theory,response_time_mean,refused_share_theory,refused_share,code\n" +
      `${theory.join("\n")}\n`,
  );
  const steps = workloads.flatMap((workload) =>
    runs.flatMap((run) =>
      Array.from({ length: 60 }, (_, step) => {
        const load = workload.startsWith("flash") && step > 20 && step < 50 ? 11.25 : 3.75;
        return `${workload},threshold,${run},${step},${load},0,8,0,100,${run},abc`;
      }),
    ),
  );
  writeFileSync(
    join(dataDir, "timeline.csv"),
    `workload,controller,run,step,offered_load,starting,ready,draining,requests,violations,code\n${steps.join("\n")}\n`,
  );
  writePriceMap(join(dataDir, "price-map"));
  writeDispatch(join(dataDir, "dispatch"));
  writeRestlessness(join(dataDir, "restlessness.csv"));
  writeTrainedRuns(dataDir);
  writeLadder(join(dataDir, "ladder"));
  writeLadderTrial(join(dataDir, "ladder", "trial.csv"));
  writeTrainingSpeeds(join(dataDir, "bench"));
  const peers = ["writeup-train", "writeup-test"].flatMap((workload) =>
    [1, 2].map((seed) => `5,${workload},${seed},-480,-4.5,0.3,0.45,0.14,9.3`),
  );
  writeFileSync(
    join(evaluation, "sb3.csv"),
    "size,workload,training_seed,episode_reward,reward_mean,churn_rate,cpu_mean,latency_mean,offered_users_per_container\n" +
      `${peers.join("\n")}\n`,
  );
}

/** Training runs of the three experiments that train, two seeds each, and an episode at two sizes. */
function writeTrainedRuns(dataDir: string): void {
  const measured =
    "phase,steps,reward,fleet_share,churn_rate,command_rate,exploration,sla_violation_rate,error_rate,users_per_container,response_time_mean,reversal_rate,routing_error," +
    "largest_share,counted_steps,scale_mean,scale_deviation,switching_expected,scale_histogram,cpu_seconds";
  const histogram = "0.5;0.5;0;0;0;0;0;0;0;0;0;0";
  const write = (file: string, identity: string, groups: readonly string[]) => {
    const rows = groups.flatMap((group, g) =>
      [1, 2].flatMap((seed) => {
        const rate = 0.1 + ((0.07 * g + 0.01 * seed) % 0.6);
        const agent = `1000,-5,${rate},${rate},${rate},,${rate},${rate},4,0.2,0.1,0.1,${seed === 1 ? 0.7 : 0.1},100`;
        return [
          `${group},${seed},training,1000,-6,0.5,0.4,0.4,0.9,,,,,,,,,,,,,`,
          `${group},${seed},mean,${agent},0.4,0.9,0.8,${histogram},30`,
          `${group},${seed},sampled,${agent},,,,,`,
        ];
      }),
    );
    writeFileSync(join(dataDir, file), `${identity},training_seed,${measured}\n${rows.join("\n")}\n`);
  };
  const distinctGroups = (rows: readonly string[]) => [...new Set(rows)];
  write(
    "routing-lost.csv",
    "reward_name,queue_limit,size,condition",
    distinctGroups(
      routingCells("paper").map(
        ({ reward_name, queue_limit, size, condition }) =>
          `${reward_name},${queue_limit},${size},${condition}`,
      ),
    ),
  );
  write(
    "chattering.csv",
    "cluster,size,head,term,change,preset,trained",
    distinctGroups(
      chatteringCells("paper").map(
        ({ cluster, size, head, term, change, preset, trained }) =>
          `${cluster},${size},${head},${term},${change},${preset},${trained}`,
      ),
    ),
  );
  write(
    "sensitivity.csv",
    "point,size",
    Array.from({ length: 30 }, (_, i) => `${i + 1},5`),
  );
  const steps = [15, 25].flatMap((size) =>
    [1, 2].flatMap((seed) =>
      Array.from(
        { length: 40 },
        (_, step) => `${size},${seed},${step},7.5,0,8,${step % 2},60,${seed * step},${step},0.6`,
      ),
    ),
  );
  writeFileSync(
    join(dataDir, "worst-episodes.csv"),
    `size,training_seed,step,offered_load,starting,ready,change,requests,errors,violations,largest_share\n${steps.join("\n")}\n`,
  );
}

/** Frontiers of four rules: each setting needs a tenth more fleet and violates a tenth as often as the one before. */
function writeEqualViolations(file: string, sizes: readonly number[], runs: readonly number[]): void {
  const rules = ["writeup-threshold", "writeup-pid", "square-root+least-queue", "static"];
  const rows = ["writeup,traffic", "sim,gradual", "sim,abrupt"].flatMap((place) => {
    const [cluster, load] = place.split(",");
    return sizes.flatMap((size) =>
      rules.flatMap((rule) =>
        [1, 2, 3].flatMap((setting) =>
          runs.map(
            (run) =>
              `${cluster},${rule}:x=${setting},${size},${load},${run},100,${10 ** -setting},${0.4 + 0.1 * setting},${6 - setting},${7 - setting}`,
          ),
        ),
      ),
    );
  });
  writeFileSync(
    file,
    gzipSync(
      "cluster,controller,size,load,run,steps,sla_violation_rate,fleet_share,users_per_container,offered_users_per_container\n" +
        `${rows.join("\n")}\n`,
    ),
  );
}

/** Loads carried and curves by dispatch, and the real proxy's requests beside simulated ones, which take a tenth longer. */
function writeDispatch(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const dispatches = ["round-robin", "least-queue", "power-of-two", "least-connections"];
  const runs = [0, 1, 2];
  const carried = [5, 10, 15, 20, 25].flatMap((size) =>
    [0.01, 0.001].flatMap((rate) =>
      runs.flatMap((run) =>
        [...dispatches, "common-queue"].map(
          (dispatch, i) =>
            `${dispatch},${size},${rate},${run},1000,${run},${0.7 + 0.05 * i + 0.01 * run},abc`,
        ),
      ),
    ),
  );
  writeFileSync(
    join(folder, "carried-load.csv"),
    `dispatch,size,violation_rate,run,requests,seed,load,code\n${carried.join("\n")}\n`,
  );
  const curves = [0.5, 0.9].flatMap((load) =>
    runs.flatMap((run) =>
      dispatches.map(
        (dispatch, i) =>
          `${dispatch},15,${load},${run},1000,${run},1000,${load / (i + 2)},${(load + run) / (20 + i)},abc`,
      ),
    ),
  );
  writeFileSync(
    join(folder, "curves.csv"),
    `dispatch,size,load,run,wanted,seed,requests,response_time_mean,violation_rate,code\n${curves.join("\n")}\n`,
  );
  const errors = {
    real: ",,,,,",
    simulated: "0.1,0.09,0.11,0.1,0.08,0.12",
    sliced: "0,-0.01,0.01,0,-0.02,0.02",
  };
  const worlds = [0.5, 0.7].flatMap((load) =>
    ["static", "static+power-of-two", "static+least-connections"].flatMap((controller) =>
      Object.entries(errors).map(
        ([model, error]) =>
          `${controller},${load},15,${model},3,21000,0.15,0.14,0.16,0.5,0.45,0.55,${error},0.001,0.4,abc`,
      ),
    ),
  );
  const interval = (name: string) => [name, `${name}_lower`, `${name}_upper`];
  writeFileSync(
    join(folder, "worlds.csv"),
    `controller,load,size,model,runs,requests,${["mean", "p95", "mean_error", "p95_error"].flatMap(interval).join()},violation_rate,host_busy,code\n${worlds.join("\n")}\n`,
  );
}

/** Benchmarks of PPO: training speeds, whole runs of phase 1, and both engines. */
function writeTrainingSpeeds(folder: string): void {
  const speed = { median: 2, min: 1, max: 3 };
  const names = ["fleetlab, 1 seed", "fleetlab, 10 seeds", "JAX, 1 seed", "JAX, 10 seeds", "SB3, 1 seed"];
  const rows = names.map((name) => ({ name, speed, ratio: speed }));
  const training = ["ppo-writeup, 1 seed", "ppo-writeup-batched, 1 seed"].map((name) => ({
    name,
    facts: { seeds: 1, runSeconds: [10, 11, 13], episodeRewards: [-500, -510] },
  }));
  const growth = { tensorsBefore: [5], tensorsAfter: [5], memoryBeforeMiB: 100, memoryAfterMiB: 101 };
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  write("ppo.json", { groups: [10, 25].map((size) => ({ name: `ppo-n${size}`, rows })) });
  write("phase-1.json", {
    groups: [
      { name: "phase-1", rows: training },
      { name: "phase-1-growth", rows: [{ name: "ppo-writeup", facts: growth }] },
    ],
  });
  const difference = { estimate: 0.01, lower: -0.01, upper: 0.03 };
  const scores = { compiled: [-5, -5.1], reference: [-5.1, -5] };
  write("equivalence.json", { size: 10, steps: 1000, seeds: [1, 2], ...scores, difference });
}

const PRICES = [0.1, 0.3, 1, 3, 10, 30];

/** The ladder at two sizes: the dearer a violation, the larger the fleet; a rung less of it each. */
function writeLadder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const methods = [
    "threshold",
    "threshold+least-queue",
    "threshold+least-connections",
    "hpa+least-connections",
  ];
  const workloads = ["ladder-constant-0.6", "ladder-flash-0.25-0.75"];
  const places = [5, 15].flatMap((size) => ["1", "N"].map((step) => ({ size, step })));
  const counts = (size: number, fleet: number, rate: number) => {
    const runs = [0, 1, 2, 3];
    const list = (of: (run: number) => number) => runs.map((run) => Math.round(of(run))).join(";");
    return `${list((run) => 1000 * size + run)},${list((run) => 1000 * size * rate + run)},${list((run) => 300 * size * fleet + run)}`;
  };
  const settings = places.flatMap(({ size, step }) =>
    methods.flatMap((method, m) =>
      ["train", "dev"].flatMap((split) =>
        PRICES.map((price, p) => {
          const cost = 1 + 0.1 * p - 0.1 * m;
          return `${method},${step},${split},${size},${price},${method}:up=0.${9 - p},${cost},${cost},9,3,1000,abc`;
        }),
      ),
    ),
  );
  const fixed = (size: number) =>
    Array.from({ length: size }, (_, i) => `static+least-connections:fleetSize=${i + 1}`);
  const written = ["", "+least-connections"].flatMap((router) =>
    ["writeup-threshold", "writeup-pid"].map((rule) => rule + router),
  );
  const runs = places.flatMap(({ size, step }) => {
    const row = (controller: string, fleet: number, rate: number, seed = "") =>
      workloads.map(
        (workload) =>
          `${controller},${seed},${size},${step},${workload},300,${counts(size, fleet, rate)},0;0;0;0,0,0,0,0,0,0,abc`,
      );
    return [
      ...methods.flatMap((method, m) =>
        PRICES.flatMap((_, p) => row(`${method}:up=0.${9 - p}`, 0.6 + 0.06 * p - 0.03 * m, 0.03 / 3 ** p)),
      ),
      ...fixed(size).flatMap((controller, i) => row(controller, (i + 1) / size, 0.5 ** (i + 1))),
      ...written.flatMap((controller) => row(controller, 0.9, 0.05)),
      ...[1, 2].flatMap((seed) => row("ppo-writeup", 0.9, 0.01 * seed - 0.005, String(seed))),
    ];
  });
  const seen = places.flatMap(({ size, step }) =>
    workloads.flatMap((workload) =>
      PRICES.map(
        (price, p) =>
          `${size},${step},${workload},${price},a,b,300,${counts(size, 0.4 + 0.06 * p, 0.03 / 3 ** p)},abc`,
      ),
    ),
  );
  writeCsvText(join(folder, "settings.csv.gz"), [
    "method,largest_step,split,size,price,controller,train_cost,dev_cost,trials,finalists,spent,code",
    ...settings,
  ]);
  writeCsvText(join(folder, "runs.csv.gz"), [
    "controller,training_seed,size,largest_step,workload,time,requests,violations,container_seconds,bound_violations,completions,errors,response_time_sum,changes,commands,reversals,code",
    ...runs,
  ]);
  writeCsvText(join(folder, "hindsight.csv.gz"), [
    "size,largest_step,workload,price,chosen_even,chosen_odd,time,requests,violations,container_seconds,code",
    ...seen,
  ]);
}

/** The tuned rules at 15 containers on the loads of the trial. */
function writeLadderTrial(file: string): void {
  const rows = ["threshold", "hpa"].flatMap((rule) =>
    PRICES.flatMap((_, p) =>
      workloadNames("dev").map((name) => {
        const [late, seconds] = [Math.round(300 / 3 ** p), 2700 + 270 * p];
        return `${rule}+least-connections:up=0.${9 - p},${name},300,10000;10000,${late};${late},${seconds};${seconds},abc`;
      }),
    ),
  );
  const head = "controller,workload,time,requests,violations,container_seconds,code";
  writeFileSync(file, `${[head, ...rows].join("\n")}\n`);
}

function writeCsvText(file: string, lines: readonly string[]): void {
  writeFileSync(file, gzipSync(`${lines.join("\n")}\n`));
}

/** Two settings of staffing and every fixed fleet at one time scale. */
function writePriceMap(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const fixed = Array.from({ length: 15 }, (_, i) => `N,static+least-connections:fleetSize=${i + 1}`);
  const tried = [...fixed, "1,staffing+least-connections:beta=0", "1,staffing+least-connections:beta=1"];
  const settings = tried.map((which, i) => `10,${which},${0.05 * (i + 1)},${0.1 / (i + 1)},abc`);
  const columns = "time_scale,largest_step,controller";
  writeFileSync(
    join(folder, "settings.csv"),
    `${columns},fleet_share,violation_density,code\n${settings.join("\n")}\n`,
  );
  const measured = tried.map(
    (which, i) =>
      `10,${which},ladder-constant-0.7,300,900;1000,${90 - 5 * i};${100 - 5 * i},${300 * i + 9};${300 * i + 7},abc`,
  );
  writeFileSync(
    join(folder, "runs.csv"),
    `${columns},workload,time,requests,violations,container_seconds,code\n${measured.join("\n")}\n`,
  );
}

/** Two agents and a rule on both simulators; the exact agents' changes have the period of a relay at their cold start. */
function writeRestlessness(file: string): void {
  const row = (cells: string, coldStart: number) => {
    const period = 2 * (coldStart + 1);
    const correlations = Array.from({ length: 24 }, (_, k) => Math.cos((2 * Math.PI * (k + 1)) / period));
    return `${cells},0.9,0.95,0.3,0.5,0.1,${correlations.join(";")},10,5,80,20,10,5,2,0.4,1.1,0.6`;
  };
  const rows = ["writeup", "sim"].flatMap((cluster) => {
    const standard = cluster === "sim" ? 2 : 0;
    const agents = (alteration: string, coldStart: number, workload: string) =>
      [1, 2].map((seed) =>
        row([cluster, "ppo-writeup", 5, seed, alteration, coldStart, workload].join(), coldStart),
      );
    return [
      ...[0, standard].flatMap((delay) =>
        ["constant-0.2", "writeup-test"].flatMap((name) => agents("none", delay, name)),
      ),
      ...["equal-weights", "wide-band", "sampled"].flatMap((name) => agents(name, standard, "writeup-test")),
      row(`${cluster},writeup-threshold,5,,none,${standard},writeup-test`, standard),
    ];
  });
  writeFileSync(
    file,
    "cluster,controller,size,training_seed,alteration,cold_start,workload,churn_rate,command_rate,reversal_rate,fleet_share," +
      "sla_violation_rate,autocorrelation,rising_steps,rising_changes,steady_steps,steady_changes,falling_steps,falling_changes," +
      `against_changes,worst_violations,worst_load,other_load\n${rows.join("\n")}\n`,
  );
}

/** What a verification found of one file. */
function writeVerification(dataDir: string): void {
  const found = { sha256: "", rows: 100, tried: 3, agree: 3, differences: [], findings: [], notes: [] };
  const verification: Verification = {
    date: "2001-01-01T00:00:00Z",
    machine: machine(),
    sample: 0.03,
    seed: 1,
    files: { "evaluation/rules.csv": found },
    unverifiable: {},
  };
  writeFileAtomically(join(dataDir, VERIFICATION_FILE), JSON.stringify(verification));
}

/** Made-up results of the real cluster and its simulated side: run 1 of a controller is 0.05 above run 0, real is 1.2 times simulated. */
export function writeSyntheticRealData(dataDir: string, sizes: readonly number[] = [5, 15, 25]): void {
  const rows = (cluster: string, factor: number) =>
    sizes.flatMap((size) =>
      [0, 1, 2].flatMap((run) =>
        REAL_PLAN.controllers.map(({ controller, phase, trainingSeed }, i) => ({
          ...resultRow(
            {
              cluster,
              controller,
              phase,
              size,
              workload: "writeup-test",
              run,
              evaluation_seed: run,
              training_seed: trainingSeed,
            },
            factor * (0.2 + 0.1 * i + 0.05 * run),
          ),
        })),
      ),
    );
  writeResults(join(dataDir, "evaluation/real-simulated.csv"), rows("sim", 1));
  const real = join(dataDir, "evaluation/real.csv");
  writeResults(real, rows("docker", 1.2));
  const [head, ...lines] = readFileSync(real, "utf8").trimEnd().split("\n");
  const conditions = lines.map((line) => `${line},0.001,0.02,0.004,0.03,0.6,2,0.02,1,3,2.1`);
  writeFileSync(real, `${[`${head},${CONDITION_COLUMNS.join(",")}`, ...conditions].join("\n")}\n`);
  mkdirSync(join(dataDir, "training"), { recursive: true });
  const identity = (size: number) => `ppo-writeup,docker,${size},1`;
  const updates = sizes.flatMap((size) =>
    [256, 512].map((steps) => `${identity(size)},${steps},${steps + 30},-${steps / 100},0.1,0.5,0.01,0.5,0`),
  );
  writeFileSync(
    join(dataDir, "training/fine-tuning.csv"),
    `agent,cluster,size,training_seed,steps,cluster_steps,step_reward,violation_rate,churn_rate,divergence,divergence_limit,limited\n${updates.join("\n")}\n`,
  );
  writeFileSync(
    join(dataDir, "training/take-overs.csv"),
    `agent,cluster,size,training_seed,rule,from_step,until_step,violation_rate,end\n${sizes.map((size) => `${identity(size)},threshold,100,130,0.8,recovered`).join("\n")}\n`,
  );
}
