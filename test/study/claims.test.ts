import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../lib/data/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { meanInterval } from "../../lib/statistics/index.js";
import { checked, claimChecks } from "../../lib/study/claims/checks.js";
import { CLAIMS, type Claim } from "../../lib/study/claims/claims.js";
import { claimsTable } from "../../lib/study/claims/claims-table.js";
import { publishedInconsistencies } from "../../lib/study/claims/inconsistencies.js";
import { type ClaimSource, realSource } from "../../lib/study/claims/sources.js";
import { majority, unanimous } from "../../lib/study/claims/verdict.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";
import { resultRow } from "../evaluation/result-row.js";
import { asText, rowsOf } from "./contender-rows.js";

test("C6: a difference that only runs on the same requests show, one that is none, and one that as many runs of their own show", () => {
  const verdict = (pid: readonly number[], threshold: readonly number[]) => {
    const agent = [0, 0.5, 1];
    const data = {
      rows: (file: string) =>
        file === "evaluation/real.csv"
          ? rowsOf("docker", [threshold, pid, agent, agent]).map((row) => asText(row))
          : [],
      json: () => undefined,
    };
    const source = realSource(data);
    assert.ok(source !== undefined);
    const claim = CLAIMS.find(({ measure }) => measure.startsWith("violations, PID less threshold"));
    return checked(claim as Claim, source)[0]?.verdict;
  };
  // A few points apart on each of three very different arrivals: only pairs show it.
  assert.equal(verdict([0.14, 0.55, 0.96], [0.1, 0.5, 0.9]), "reproduced");
  assert.equal(verdict([0.101, 0.501, 0.9], [0.1, 0.5, 0.9]), "reversed", "no difference to hide");
  assert.equal(verdict([0.6, 0.61, 0.62], [0.1, 0.11, 0.12]), "reversed", "short runs show it");
  assert.equal(verdict([0.1, 0.6, 0.8], [0.3, 0.5, 0.9]), "unresolved");
});

test("C1 is read at each training run's own violations; a rule that doesn't get there has lost that run", () => {
  const source = simulated({
    atEqualViolations: () => [2, 1, 3, 2, 2, 1, 4, 2, 1, Number.NEGATIVE_INFINITY],
  });
  const [check] = checked(claimOf("offered users a node, PID less agent"), source);
  const [{ effect }] = check.effects;
  assert.equal(effect.estimate, 2);
  assert.equal(effect.lower, 1, "the second smallest of ten");
  assert.equal(effect.note, "9/10");
  assert.equal(check.verdict, "reproduced");
  const unreached = simulated({
    atEqualViolations: () => [2, 1, 3, 2, 2, 1, 4, 2, ...Array(2).fill(Number.NEGATIVE_INFINITY)],
  });
  const [open] = checked(claimOf("offered users a node, PID less agent"), unreached);
  assert.equal(open.verdict, "unresolved", "eight of ten aren't enough");
});

test("C2 doesn't pair models that share nothing: the order of their training runs is nothing to it", () => {
  const rewards = { "ppo-writeup": [-5, -6, -7], "ppo-writeup-padded": [-5.2, -6.2, -7.2] };
  const lossOf = (padded: readonly number[]) => {
    const source = simulated({
      runs: (controller) =>
        (controller === "ppo-writeup" ? rewards["ppo-writeup"] : padded).map((reward_mean, i) =>
          resultRow({ controller, reward_mean, training_seed: i + 1 }),
        ),
    });
    return claimOf("reward of one model").effect(source, 5);
  };
  const [asTheyAre, turned] = [
    lossOf(rewards["ppo-writeup-padded"]),
    lossOf([...rewards["ppo-writeup-padded"]].reverse()),
  ];
  assert.deepEqual(asTheyAre, turned);
  assert.ok(Math.abs(asTheyAre.estimate - -0.2 / 6) < 1e-12);
  // Welch by hand: variances of 1, three runs each, t at 4 degrees of freedom.
  assert.ok(Math.abs(asTheyAre.upper - asTheyAre.estimate - (2.776445 * Math.sqrt(2 / 3)) / 6) < 1e-5);
});

test("C3 counts requests, those refused among them, and C4 collapsed runs", () => {
  const runs = (sla_violation_rate: number) => () =>
    [1, 2, 3].map((training_seed) =>
      resultRow({ controller: "ppo-writeup", sla_violation_rate, latency_mean: 0.1, training_seed }),
    );
  const slow = claimOf("over 10 service times or refused");
  assert.equal(checked(slow, simulated({ runs: runs(0.04) }))[0].verdict, "reproduced");
  assert.equal(checked(slow, simulated({ runs: runs(0.7) }))[0].verdict, "not reproduced");
  const routing = (collapsedAt25: number, collapsedElsewhere: number) =>
    simulated({
      sizes: [5, 25],
      routing: (size) =>
        Array.from({ length: 10 }, (_, i) => ({
          cluster: "sim" as const,
          size,
          trainingSeed: i + 1,
          largestShare: 0.1,
          isCollapsed: i < (size === 25 ? collapsedAt25 : collapsedElsewhere),
        })),
    });
  const collapsed = claimOf("collapsed training runs");
  assert.equal(checked(collapsed, routing(5, 0))[0].verdict, "reproduced");
  assert.equal(checked(collapsed, routing(3, 1))[0].verdict, "unresolved");
  assert.equal(checked(collapsed, routing(2, 2))[0].verdict, "not reproduced");
  assert.equal(checked(collapsed, routing(5, 0))[0].effects[1].effect.note, "of 10");
});

/** The claim whose measure begins so. */
function claimOf(measure: string): Claim {
  const found = CLAIMS.find((claim) => claim.measure.startsWith(measure));
  assert.ok(found !== undefined, measure);
  return found;
}

/** A simulated world of which only what is given is known. */
function simulated(known: Partial<ClaimSource>): ClaimSource {
  return {
    world: "writeup",
    name: "write-up",
    sizes: [5],
    serviceRate: 20,
    runs: () => [],
    ownRuns: () => [],
    mean: (own, metric) => meanInterval(own.map((row) => row[metric])),
    ...known,
  };
}

test("verdicts follow from what is resolved at each size", () => {
  assert.equal(majority([1, 1, 1, 0, -1]), "reproduced");
  assert.equal(majority([-1, -1, -1, 1, 1]), "reversed");
  assert.equal(majority([1, 0, 0, 0, -1]), "partly");
  assert.equal(majority([-1, 0, 0, 0, 0]), "not reproduced");
  assert.equal(majority([0, 0, 0, 0, 0]), "unresolved");
  assert.equal(unanimous([1, 1, 1]), "reproduced");
  assert.equal(unanimous([1, 0, -1]), "partly");
  assert.equal(unanimous([-1, -1]), "not reproduced");
  assert.equal(unanimous([-1, 0]), "not reproduced");
  assert.equal(unanimous([0, 0]), "unresolved");
});

test("published rows of the agent: events are the shares that the write-up's discussion gives", () => {
  const shares = PUBLISHED_AGENT.map(({ events }) => Math.round((100 * events) / PUBLISHED_STEPS));
  assert.deepEqual(shares, [18, 40, 46, 71, 63]);
  const [churn] = publishedInconsistencies();
  assert.equal(churn.values.filter(({ value }) => value > 0.7).length, 1, "only one size is over 70 %");
});

test("each claim is checked once in each world it names, and the committed table says what the committed data give", () => {
  const workspace = openWorkspace({ root: join(__dirname, "../.."), budget: "paper", fresh: false });
  const checks = claimChecks(dataReader(workspace, claimsTable));
  const worlds = { writeup: "write-up", exact: "exact", real: "real, one agent" };
  const expected = CLAIMS.flatMap(({ measure, worlds: own }) =>
    own.map((world) => `${measure}; ${worlds[world]}`),
  );
  assert.deepEqual(checks.map(({ measure }) => measure).sort(), expected.sort());
  assert.deepEqual([...new Set(checks.map(({ claim }) => claim))], ["C1", "C2", "C3", "C4", "C5", "C6"]);
  const committed = readFileSync(join(workspace.reportDir, "tables", "claims.csv"), "utf8")
    .trim()
    .split("\n");
  for (const { claim, measure, verdict } of checks)
    assert.ok(
      committed.some(
        (line) => line.startsWith(claim) && line.includes(measure) && line.endsWith(`,${verdict}`),
      ),
      `${claim}, ${measure}: ${verdict}`,
    );
  assert.equal(committed.length, 1 + checks.length);
});
