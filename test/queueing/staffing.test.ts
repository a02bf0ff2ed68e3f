import assert from "node:assert/strict";
import { test } from "node:test";
import {
  erlangC,
  halfinWhittBeta,
  halfinWhittWaitProbability,
  smallestServers,
  squareRootStaffing,
} from "../../lib/queueing/index.js";
import { close } from "./close.js";

test("square-root staffing rounds R + beta sqrt(R) up, to at least one server (Eq. queueing.staffing.square-root)", () => {
  assert.equal(squareRootStaffing({ arrivalRate: 800, serviceRate: 8, beta: 1 }), 110);
  assert.equal(squareRootStaffing({ arrivalRate: 800, serviceRate: 8, beta: 1.01 }), 111);
  assert.equal(squareRootStaffing({ arrivalRate: 800, serviceRate: 8, beta: -0.5 }), 95);
  assert.equal(squareRootStaffing({ arrivalRate: 1e-6, serviceRate: 8, beta: -3 }), 1);
});

test("the smallest number of servers meets the target and one fewer doesn't", () => {
  for (const arrivalRate of [0.01, 3, 100, 9000])
    for (const waitProbability of [0.9, 0.5, 0.05, 1e-4]) {
      const servers = smallestServers({ arrivalRate, serviceRate: 1, waitProbability });
      assert.ok(erlangC({ offeredLoad: arrivalRate, servers }) <= waitProbability);
      if (servers - 1 > arrivalRate)
        assert.ok(erlangC({ offeredLoad: arrivalRate, servers: servers - 1 }) > waitProbability);
    }
});

test("Halfin-Whitt staffing is within one server of Erlang C's from 10 to 10,000 Erlang", () => {
  for (const arrivalRate of [10, 100, 1000, 10_000])
    for (const waitProbability of [0.8, 0.5, 0.2, 0.05]) {
      const exact = smallestServers({ arrivalRate, serviceRate: 1, waitProbability });
      const beta = halfinWhittBeta({ waitProbability });
      const approximate = squareRootStaffing({ arrivalRate, serviceRate: 1, beta });
      assert.ok(Math.abs(exact - approximate) <= 1, `${arrivalRate} Erlang: ${exact}, ${approximate}`);
    }
});

test("the Halfin-Whitt delay falls from 1 to 0 and Erlang C comes near it (Eq. queueing.staffing.halfin-whitt)", () => {
  close(halfinWhittWaitProbability({ beta: 1e-12 }), 1, 1e-11);
  assert.equal(halfinWhittWaitProbability({ beta: 50 }), 0);
  for (const beta of [0.2, 1, 2]) {
    const offeredLoad = 1e6;
    const servers = offeredLoad + beta * 1e3;
    close(erlangC({ offeredLoad, servers }), halfinWhittWaitProbability({ beta }), 3e-3);
  }
  for (const beta of [1e-6, 0.1, 1, 3, 10, 30])
    close(halfinWhittBeta({ waitProbability: halfinWhittWaitProbability({ beta }) }), beta, 1e-8);
});
