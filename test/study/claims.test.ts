import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../lib/data/index.js";
import type { ResultRow } from "../../lib/evaluation/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { checked, claimChecks } from "../../lib/study/claims/checks.js";
import { CLAIMS } from "../../lib/study/claims/claims.js";
import { claimsTable } from "../../lib/study/claims/claims-table.js";
import { publishedInconsistencies } from "../../lib/study/claims/inconsistencies.js";
import { realSource } from "../../lib/study/claims/sources.js";
import { majority, unanimous } from "../../lib/study/claims/verdict.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";
import { asText, rowsOf } from "./contender-rows.js";

test("C6: tied by noise, really tied, or not tied at all", () => {
  const verdict = (agentReal: readonly number[], agentSimulated: readonly number[]) => {
    const rest = [
      [1, 1, 1],
      [1, 1, 1],
    ];
    const files: Record<string, readonly ResultRow[]> = {
      "evaluation/real.csv": rowsOf("docker", [...rest, agentReal]),
      "evaluation/real-simulated.csv": rowsOf("sim", [...rest, agentSimulated]),
    };
    const data = { rows: (file: string) => files[file].map((row) => asText(row)), json: () => undefined };
    const source = realSource(data);
    assert.ok(source !== undefined);
    return CLAIMS.filter(({ claim }) => claim === "C6").flatMap((claim) => checked(claim, source))[0]
      ?.verdict;
  };
  // A tenth apart on each of three very different arrivals: only pairs show it.
  assert.equal(verdict([1.1, 5.5, 9.9], [1, 5, 9]), "unresolved");
  assert.equal(verdict([1.5, 5.5, 9.5], [1, 5, 9]), "reproduced");
  assert.equal(verdict([1, 5.01, 9], [1, 5, 9]), "reversed");
  assert.equal(verdict([2, 2.01, 2.02], [1, 1.01, 1.02]), "reversed");
});

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
  const worlds = { writeup: "write-up", exact: "exact", real: "real, phase 2" };
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
