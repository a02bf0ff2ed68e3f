import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as queueing from "../../lib/queueing/index.js";
import { assertMeasuresClose, close } from "./close.js";

// Written by test/golden/queueing.py (mpmath, scipy, Ciw); its first lines say how.
const golden = JSON.parse(readFileSync(join(__dirname, "../golden/queueing.json"), "utf8"));

test("golden M/M/c from mpmath: measures, Erlang B, tails and quantiles, up to 10,000 servers (Eq. queueing.mmc.waiting-time)", () => {
  assert.equal(golden.mmc.length, 10);
  for (const { erlangB, measures, times, responseTimeTails, responseTimeQuantiles, ...queue } of golden.mmc) {
    const offeredLoad = queue.arrivalRate / queue.serviceRate;
    // c - a is known to about 1e-16 c only.
    const tolerance = 1e-12 + (1e-15 * queue.servers) / (queue.servers - offeredLoad);
    close(queueing.erlangB({ offeredLoad, servers: queue.servers }), erlangB);
    assertMeasuresClose(queueing.mmc(queue), measures, tolerance);
    for (const [i, time] of (times ?? []).entries())
      close(queueing.mmcResponseTimeTail({ ...queue, time }), responseTimeTails[i], 1e-11);
    for (const [probability, expected] of Object.entries<number>(responseTimeQuantiles ?? {}))
      close(
        queueing.mmcResponseTimeQuantile({ ...queue, probability: Number(probability) }),
        expected,
        1e-10,
      );
  }
});

test("golden M/M/1/K from mpmath and scipy, at loads 1e-6 to 1e6 (Eq. queueing.mm1k.distribution)", () => {
  assert.equal(golden.mm1k.length, 11);
  for (const { measures, times, responseTimeTails, waitingTimeTails, ...row } of golden.mm1k) {
    const { responseTimeQuantiles, waitingTimeQuantiles, ...queue } = row;
    assertMeasuresClose(queueing.mm1k(queue), measures);
    for (const [i, time] of times.entries()) {
      close(queueing.mm1kResponseTimeTail({ ...queue, time }), responseTimeTails[i], 1e-11);
      close(queueing.mm1kWaitingTimeTail({ ...queue, time }), waitingTimeTails[i], 1e-11);
    }
    for (const probability of [0.5, 0.95, 0.99]) {
      const at = { ...queue, probability };
      close(queueing.mm1kResponseTimeQuantile(at), responseTimeQuantiles[probability], 1e-10);
      close(queueing.mm1kWaitingTimeQuantile(at), waitingTimeQuantiles[probability], 1e-10);
    }
  }
});

test("golden E_k/M/1 from a solved Markov chain, up to 25 phases (Eq. queueing.ekm1.root)", () => {
  assert.equal(golden.ekm1.length, 5);
  for (const { measures, responseTimeQuantiles, ...queue } of golden.ekm1) {
    assertMeasuresClose(queueing.ekm1(queue), measures, 1e-10);
    for (const probability of [0.5, 0.95, 0.99])
      close(
        queueing.ekm1ResponseTimeQuantile({ ...queue, probability }),
        responseTimeQuantiles[probability],
        1e-9,
      );
  }
});

test("golden Halfin-Whitt delay from mpmath, both ways (Eq. queueing.staffing.halfin-whitt)", () => {
  assert.equal(golden.halfinWhitt.length, 6);
  for (const { waitProbability, beta } of golden.halfinWhitt) {
    close(queueing.halfinWhittWaitProbability({ beta }), waitProbability, 1e-13);
    close(queueing.halfinWhittBeta({ waitProbability }), beta, 1e-12);
  }
});

test("Ciw's simulations of M/M/1, M/M/3, M/M/1/6 and E_4/M/1 agree with the formulas within their 99.9 % intervals", () => {
  const models = { mm1: queueing.mm1, mmc: queueing.mmc, mm1k: queueing.mm1k, ekm1: queueing.ekm1 };
  assert.deepEqual(
    golden.ciw.map((row: { model: string }) => row.model),
    Object.keys(models),
  );
  for (const row of golden.ciw) {
    const measures = models[row.model as keyof typeof models](row.arguments) as queueing.FiniteQueueMeasures;
    for (const name of ["meanWaitingTime", "meanResponseTime", "blockingProbability"] as const) {
      const { mean, halfWidth } = row[name];
      const difference = Math.abs((measures[name] ?? 0) - mean);
      assert.ok(
        difference <= halfWidth,
        `${row.model} ${name}: ${measures[name]}, Ciw ${mean} +- ${halfWidth}`,
      );
      assert.ok(halfWidth <= 0.08 * mean || mean === 0);
    }
  }
});
