import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SimulatedCluster } from "../../../lib/cluster/index.js";
import { type Controller, createController } from "../../../lib/control/index.js";
import {
  LADDER_STEPS,
  LadderRunner,
  ladderEpisode,
  ladderSpec,
  ladderTrainWorkload,
  ladderWorkload,
  RECORD_COLUMNS,
  RecordTable,
  recordMetrics,
  runEpisode,
  startFleet,
  warmUpSteps,
} from "../../../lib/evaluation/index.js";
import { constant } from "../../../lib/workload/index.js";

const spec = ladderSpec({ size: 10, largestScaleStep: 2 });
const restless = () => createController("threshold", { parameters: { up: 0.6, down: 0.5 } });
const load = ladderWorkload("ladder-mmpp-0.7-120", { size: 10 });
const seed = 200_000;

describe("the start of an episode", () => {
  it("has ceil(R + 2 sqrt R) containers for the offered load R of the first rate, 1 .. N", () => {
    // R = 4: 4 + 2 x 2; R = 2: 2 + 2.83; R = 9: 9 + 6.
    assert.deepEqual(
      [32, 16, 72, 0].map((rate) => startFleet(spec, rate)),
      [8, 5, 10, 1],
    );
    const halves = Array.from({ length: 10 }, () => ({ cpuShare: 0.02, memoryMiB: 128, serviceRate: 4 }));
    assert.equal(startFleet({ ...spec, containers: halves }, 16), 8);
  });

  it("is what the controller sees first", () => {
    const seen: number[] = [];
    const watched = watching(createController("static"), (observation) => seen.push(observation.fleetSize));
    const runner = new LadderRunner({ spec, steps: 10 });
    for (const level of [0.4, 0.2])
      runner.episode({ workload: constant({ level }), controller: watched, seed: 1 });
    assert.deepEqual([seen[0], seen[40]], [8, 5]);
  });
});

describe("the warm-up", () => {
  it("lasts 30 steps, or three cold starts where they are longer", () => {
    assert.equal(warmUpSteps(spec), 30);
    assert.equal(warmUpSteps({ ...spec, coldStart: 10.5 }), 32);
    assert.equal(warmUpSteps({ ...spec, coldStart: 10.5, controlInterval: 0.5 }), 63);
  });

  it("isn't counted: a fleet that is whole from step 30 on never needs less", () => {
    const late = watching(
      createController("static"),
      () => undefined,
      (step) => (step < 30 ? 0 : 1),
    );
    const { containerSeconds, changes, commands, reversals, time, steps } = ladderEpisode({
      spec,
      workload: constant({ level: 0.2 }),
      controller: late,
      seed: 1,
      steps: 20,
    });
    // 6 .. 10 containers in the first five steps, then 10.
    assert.deepEqual([containerSeconds, changes, commands, reversals], [6 + 7 + 8 + 9 + 16 * 10, 5, 20, 0]);
    assert.deepEqual([time, steps], [20, 50]);
  });
});

describe("counts of an episode", () => {
  it("are those of runEpisode's record, cut at the warm-up", async () => {
    const counts = ladderEpisode({ spec, workload: load, controller: restless(), seed });
    const first = load.trace({ seed, capacity: 80, slots: 330, slotLength: 1, timeScale: 10 })[0];
    const own = { ...spec, initialFleet: startFleet(spec, first) };
    const cluster = new SimulatedCluster({ spec: own, workload: load, steps: 330 });
    const records = await runEpisode({ cluster, controller: restless(), seed, steps: 330 });
    const cut = from(records, 30);
    const metrics = recordMetrics(cut);
    const sum = (name: Parameters<RecordTable["column"]>[0]) =>
      cut.column(name).reduce((total, value) => total + value, 0);
    assert.equal(counts.steps, 330);
    assert.equal(counts.time, LADDER_STEPS);
    for (const name of [
      "requests",
      "completions",
      "violations",
      "errors",
      "containerSeconds",
      "responseTimeSum",
    ] as const)
      assert.equal(counts[name], sum(name), name);
    assert.equal(counts.violations / counts.requests, metrics.sla_violation_rate);
    assert.equal(counts.containerSeconds / (10 * counts.time), metrics.fleet_share);
    assert.equal(counts.responseTimeSum / counts.completions, metrics.response_time_mean);
    assert.equal(counts.changes / LADDER_STEPS, metrics.churn_rate);
    assert.equal(counts.commands / LADDER_STEPS, metrics.command_rate);
    assert.equal(counts.reversals / LADDER_STEPS, metrics.reversal_rate);
    assert.ok(counts.violations > 0 && counts.reversals > 0 && counts.changes > counts.reversals);
  });

  it("hold, with the bound on routing, what one common queue does: with one container nothing else than the container's own", () => {
    const one = ladderSpec({ size: 1 });
    const controller = createController("static");
    const episode = { workload: constant({ level: 0.9 }), controller, seed: 1, routingBound: true };
    const alone = ladderEpisode({ spec: one, ...episode });
    assert.ok(alone.violations > 0);
    assert.deepEqual(
      [alone.boundCompletions, alone.boundViolations, alone.boundErrors],
      [alone.completions, alone.violations, alone.errors],
    );
    close(alone.boundResponseTimeSum as number, alone.responseTimeSum);
    // Behind round robin ten queues are worse than one; the bound changes nothing else.
    const many = ladderEpisode({ spec, ...episode });
    assert.ok((many.boundViolations as number) < many.violations / 2);
    assert.ok((many.boundResponseTimeSum as number) < many.responseTimeSum);
    const { boundCompletions, boundViolations, boundErrors, boundResponseTimeSum, ...own } = many;
    assert.deepEqual(own, ladderEpisode({ spec, ...episode, routingBound: false }));
  });

  it("follow the controller's dispatch: least connections answers sooner than round robin", () => {
    const mean = (name: string) => {
      const controller = createController(name);
      const counts = ladderEpisode({ spec, workload: constant({ level: 0.85 }), controller, seed: 1 });
      return counts.responseTimeSum / counts.completions;
    };
    assert.ok(mean("static+least-connections") < mean("static") / 1.5);
  });

  it("don't depend on what the runner has played before", () => {
    const runner = new LadderRunner({ spec });
    const controllers = ["threshold+least-connections", "pid+least-queue", "square-root+power-of-two"].map(
      (name) => createController(name),
    );
    const episodes = controllers.flatMap((controller) => [
      { workload: load, controller, seed },
      { workload: ladderTrainWorkload(1, { size: 10 }), controller, seed: 3 },
    ]);
    for (const episode of episodes)
      assert.deepEqual(runner.episode(episode), ladderEpisode({ spec, ...episode }));
    assert.deepEqual(
      [...episodes].reverse().map((episode) => runner.episode(episode)),
      [...episodes].reverse().map((episode) => ladderEpisode({ spec, ...episode })),
    );
  });

  it("have the same requests whoever controls, and another seed's are others", () => {
    const requests = (name: string, own: number) =>
      ladderEpisode({ spec, workload: load, controller: createController(name), seed: own }).requests;
    const one = requests("threshold", seed);
    for (const name of ["static", "square-root", "pid+least-queue"]) assert.equal(requests(name, seed), one);
    assert.notEqual(requests("threshold", seed + 1), one);
  });

  it("refuse seeds that the workload doesn't take, and senseless steps", () => {
    const workload = ladderTrainWorkload(0, { size: 10 });
    assert.throws(() => ladderEpisode({ spec, workload, controller: restless(), seed }), RangeError);
    assert.throws(() => new LadderRunner({ spec, steps: 0 }), /steps must be/);
  });
});

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * expected, `${actual} is not ${expected}`);
}

/** A controller that commands what `scale` says and shows what it saw. */
function watching(
  controller: Controller,
  see: (observation: Parameters<Controller["decide"]>[0]) => void,
  scale: (step: number) => number = () => 0,
): Controller {
  return {
    ...controller,
    start: (own, controllerSeed) => ({ step: 0, own: controller.start(own, controllerSeed) }),
    decide(observation, memory) {
      see(observation);
      const { step, own } = memory as { step: number; own: unknown };
      const { action, memory: next } = controller.decide(observation, own);
      return { action: { ...action, scale: scale(step) }, memory: { step: step + 1, own: next } };
    },
  };
}

/** The rows of `records` from row `first` on. */
function from(records: RecordTable, first: number): RecordTable {
  const cut = new RecordTable({ size: records.size, termNames: records.termNames });
  for (let row = first; row < records.length; row++)
    cut.appendRow({
      values: RECORD_COLUMNS.map((name) => records.column(name)[row]),
      terms: records.termNames.map((name) => records.term(name)[row]),
      ...records.histogramPairs(row),
    });
  return cut;
}
