import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { evaluate, evaluationConfig, evaluationWorld, trainingSeedsOf } from "../../lib/evaluation/index.js";
import { agentFile, writeAgent } from "../../lib/ppo/index.js";
import { untrained } from "../ppo/untrained-fleet.js";

/** A folder with an agent that has learned nothing, for any N. */
function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-agent-price-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const policy = untrained([5, 15], [1]);
  writeAgent(agentFile(folder, policy.config, 7), policy);
  return folder;
}

const config = (name: string, others: readonly string[] = []) =>
  evaluationConfig({
    cluster: "sim",
    controllers: [{ name, trainingSeeds: [7] }, ...others],
    sizes: [10],
    workloads: ["mmpp-0.7-120"],
    runs: 1,
    steps: 80,
  });

test("an agent is evaluated for a price that its text names, under its own dispatch", async (context) => {
  const agents = folderOf(context);
  const rules = [1, 10].map((price) => `base-stock+least-connections:price=${price}`);
  const rows = [];
  for (const [i, name] of ["ppo-fleet:price=1", "ppo-fleet:price=10"].entries())
    rows.push((await evaluate(evaluationWorld(config(name, [rules[i]]), { agents }))).rows);
  for (const [agent, rule] of rows) {
    assert.equal(agent.spec, rule.spec);
    assert.deepEqual(
      [agent.fleet_size_mean, agent.sla_violation_rate],
      [rule.fleet_size_mean, rule.sla_violation_rate],
    );
  }
  const [[cheap], [dear]] = rows;
  assert.equal(cheap.controller, "ppo-fleet:price=1");
  assert.ok(dear.fleet_size_mean > cheap.fleet_size_mean);
  assert.deepEqual(trainingSeedsOf(agents, "ppo-fleet:price=10", "sim"), [7]);
});

test("a price that makes no sense, or another parameter, is refused in one line", (context) => {
  const agents = folderOf(context);
  const refused = (name: string) => {
    const world = evaluationWorld(config(name), { agents });
    const cell = {
      controller: name,
      size: 10,
      workload: "mmpp-0.7-120",
      run: 0,
      trainingSeed: 7,
      evaluationSeed: 1,
    };
    try {
      world.spec(cell);
    } catch (error) {
      assert.ok(error instanceof InputError);
      return error.message;
    }
    return assert.fail("was taken");
  };
  assert.match(refused("ppo-fleet:price=0"), /^controller "ppo-fleet:price=0": price must be .*0/);
  assert.match(refused("ppo-fleet:cost=3"), /unknown parameter "cost"; known: price$/);
  assert.match(refused("ppo-fleet:price=high"), /"price=high" must read parameter=number/);
});
