import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ContainerState, worldByName } from "../../lib/cluster/index.js";
import { controllerByText } from "../../lib/control/index.js";
import { openEvaluated, recordMetrics, runEpisode } from "../../lib/evaluation/index.js";
import { readAgent, trainedAgent } from "../../lib/ppo/index.js";
import { autocorrelation, dominantPeriod } from "../../lib/statistics/index.js";
import { alteredAgent, relayCommands } from "../../lib/study/index.js";
import { phaseCounts, worstStretches } from "../../lib/study/restlessness/phases.js";

const text = (commands: ArrayLike<number>) =>
  Array.from(commands, (command) => (command > 0 ? "+" : "-")).join("");
const periodOf = (series: ArrayLike<number>) => dominantPeriod(autocorrelation(series, 60));

describe("a relay that sees its fleet late", () => {
  it("starts d containers before it sees the first, and takes d back: period 2d", () => {
    assert.equal(text(relayCommands({ startDelay: 3, steps: 14 })), "+++---+++---++");
    for (const d of [1, 2, 3, 5, 8]) assert.equal(periodOf(relayCommands({ startDelay: d })), 2 * d);
  });

  it("oscillates as the describing function has it where stops are as late: period 4d - 2 on whole steps", () => {
    for (const d of [2, 3, 5, 8])
      assert.equal(periodOf(relayCommands({ startDelay: d, stopDelay: d })), 4 * d - 2);
  });

  it("refuses a delay of no step", () => {
    assert.throws(
      () => relayCommands({ startDelay: 0 }),
      /startDelay must be a whole number of at least 1, got 0/,
    );
  });
});

async function thresholdRecord(workload: string) {
  const world = worldByName("sim");
  const spec = world.spec(15);
  const open = await openEvaluated(world, { spec, workload: world.workload(workload), steps: 600 });
  const controller = controllerByText("writeup-threshold");
  return { record: await runEpisode({ cluster: open, controller, seed: 3, steps: 600 }), spec };
}

describe("phases and stretches of a record", () => {
  it("count every step after the first ten once, and every change", async () => {
    const { record, spec } = await thresholdRecord("writeup-test");
    const counts = phaseCounts(record, spec.containers[0].serviceRate);
    assert.equal(counts.rising_steps + counts.steady_steps + counts.falling_steps, 590);
    const changes = record
      .column("scaleEffect")
      .slice(10)
      .filter((effect) => effect !== 0).length;
    assert.equal(counts.rising_changes + counts.steady_changes + counts.falling_changes, changes);
    assert.ok(counts.rising_steps > 50 && counts.falling_steps > 50);
  });

  it("know no rising or falling at a constant load", async () => {
    const { record, spec } = await thresholdRecord("constant-0.6");
    assert.equal(phaseCounts(record, spec.containers[0].serviceRate).steady_steps, 590);
  });

  it("the worst tenth of stretches has more than a tenth of the violations, and all steps have their load", async () => {
    const { record, spec } = await thresholdRecord("writeup-test");
    const worst = worstStretches(record, spec.containers[0].serviceRate);
    assert.ok(worst.worst_violations > 0.1 && worst.worst_violations <= 1);
    const [rates, ready] = [record.column("offeredRate"), record.column("ready")];
    const load = rates.reduce((sum, rate, t) => sum + rate / (8 * ready[t]), 0) / 600;
    // One stretch of twelve is the worst tenth.
    assert.ok(Math.abs((worst.worst_load + 11 * worst.other_load) / 12 - load) < 1e-9);
  });
});

describe("a trained agent, altered", () => {
  const world = worldByName("writeup");
  const policies = [1, 2, 3].map((seed) =>
    readAgent(join(__dirname, `../../data/agents/ppo-writeup/writeup/n10-seed${seed}.json`)),
  );
  const open = () => {
    const workload = world.workload("writeup-test");
    return openEvaluated(world, { spec: world.spec(10), workload, steps: 400 });
  };
  const run = async (controller: ReturnType<typeof alteredAgent>) =>
    runEpisode({ cluster: await open(), controller, seed: 4, steps: 400 });
  const commands = async (controller: ReturnType<typeof alteredAgent>) =>
    Array.from((await run(controller)).column("scaleCommand"));

  it("is the trained agent where nothing is altered", async () => {
    const [own, same] = [trainedAgent(policies[0]), alteredAgent(policies[0], "none")];
    assert.deepEqual(recordMetrics(await run(own)), recordMetrics(await run(same)));
  });

  it("routes evenly with equal weights", async () => {
    const record = await run(alteredAgent(policies[0], "equal-weights"));
    assert.ok(recordMetrics(record).routing_error < 1e-12);
  });

  it("asks for a change less often with a wider band, and never for one that it didn't ask for", async () => {
    let fewer = 0;
    for (const policy of policies) {
      const [plain, wide] = [alteredAgent(policy, "none"), alteredAgent(policy, "wide-band")];
      const cluster = await open();
      let seen = await cluster.reset(5);
      const [ofPlain, ofWide] = [plain, wide].map((agent) => agent.start(cluster.spec, 0));
      for (let t = 0; t < 400; t++) {
        const [a, b] = [plain.decide(seen, ofPlain).action, wide.decide(seen, ofWide).action];
        assert.ok(b.scale === a.scale || b.scale === 0);
        assert.deepEqual(Array.from(a.weights), Array.from(b.weights));
        if (a.scale !== b.scale) fewer++;
        seen = (await cluster.step(a)).observation;
      }
    }
    assert.ok(fewer > 0);
  });

  it("draws its actions where they are sampled: others than the mean, the same from the same seed", async () => {
    let differ = 0;
    for (const policy of policies) {
      const drawn = await commands(alteredAgent(policy, "sampled"));
      assert.deepEqual(drawn, await commands(alteredAgent(policy, "sampled")));
      const mean = await commands(alteredAgent(policy, "none"));
      differ += drawn.filter((command, t) => command !== mean[t]).length;
    }
    assert.ok(differ > 0);
  });

  it("sees starting containers as ready ones where they are shown", async () => {
    const exact = worldByName("sim");
    const shown: number[] = [];
    const policy = readAgent(join(__dirname, "../../data/agents/ppo-writeup/sim/n5-seed1.json"));
    const agent = alteredAgent(policy, "starting-shown");
    const plain = alteredAgent(policy, "none");
    const workload = exact.workload("writeup-test");
    const cluster = await openEvaluated(exact, { spec: exact.spec(5), workload, steps: 300 });
    let seen = await cluster.reset(4);
    const memory = agent.start(cluster.spec, 0);
    for (let t = 0; t < 300; t++) {
      const action = agent.decide(seen, memory).action;
      // Without a starting container there is nothing to show.
      if (!seen.state.includes(ContainerState.starting))
        assert.deepEqual(action, plain.decide(seen, memory).action);
      else if (action.scale !== plain.decide(seen, memory).action.scale) shown.push(t);
      seen = (await cluster.step({ ...action, scale: t % 3 === 0 ? -1 : 1 })).observation;
    }
    assert.ok(shown.length > 0);
  });
});
