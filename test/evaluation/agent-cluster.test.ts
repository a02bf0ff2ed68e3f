import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { readClusterFile, type World, worldByName } from "../../lib/cluster/index.js";
import {
  agentClusterFolder,
  clusterDifferences,
  evaluate,
  evaluationConfig,
  evaluationWorld,
} from "../../lib/evaluation/index.js";
import { readAgent } from "../../lib/ppo/index.js";

const data = resolve(__dirname, "../../data");
const agents = join(data, "agents");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-agents-"));
after(() => rmSync(folder, { recursive: true }));

/** SLA and cold start of another cluster of standard containers. */
const OTHER = { spec: { sla: 0.3, coldStart: 30 } };

test("committed agents fit the clusters that they are evaluated on", () => {
  const calibrated = readClusterFile(join(data, "calibration/standard.json"));
  const worlds: readonly (readonly [string, string, World])[] = [
    ["ppo-writeup", "sim", worldByName("sim")],
    ["ppo-writeup", "writeup", worldByName("writeup")],
    ["ppo-writeup", "calibrated", worldByName("sim", calibrated)],
    ["ppo-writeup", "docker", worldByName("sim", calibrated)],
    ["ppo-writeup-padded", "writeup", worldByName("writeup")],
  ];
  for (const [agent, cluster, world] of worlds) {
    const own = join(agents, agent, cluster);
    const files = readdirSync(own).filter((name) => /seed1\.json$/.test(name));
    assert.ok(files.length > 0);
    for (const name of files) {
      const { config } = readAgent(join(own, name));
      for (const size of config.sizes) assert.deepEqual(clusterDifferences(config, world, size), [], name);
    }
  }
});

test("an agent is refused on another cluster, with what differs, and let play where that is allowed", async () => {
  const names = { controllers: [{ name: "ppo-writeup", trainingSeeds: [1] }], workloads: ["constant-0.5"] };
  const config = evaluationConfig({ cluster: "sim", ...names, sizes: [5], runs: 1, steps: 5 });
  await assert.rejects(
    async () => evaluate(evaluationWorld(config, { agents, ...OTHER })),
    (error) =>
      error instanceof InputError &&
      /trained on another cluster: .*coldStart 2\S*, here 30; sla 1\.25, here 0\.3.*--other-cluster allow/.test(
        error.message,
      ),
  );
  const allowed = await evaluate(evaluationWorld(config, { agents, ...OTHER, otherCluster: "allow" }));
  assert.equal(allowed.rows.length, 1);
  const own = await evaluate(evaluationWorld(config, { agents }));
  assert.equal(own.rows.length, 1);
});

test("agents are looked for in every cluster's folder, and taken from the one that fits", () => {
  const own = join(folder, "ppo-writeup");
  for (const [name, from] of [
    ["a-other", "writeup"],
    ["shop", "sim"],
  ]) {
    mkdirSync(join(own, name), { recursive: true });
    cpSync(join(agents, "ppo-writeup", from, "n5-seed1.json"), join(own, name, "n5-seed1.json"));
  }
  const search = { folder, agent: "ppo-writeup", sizes: [5], world: worldByName("sim") };
  assert.equal(agentClusterFolder(search), "shop");
  assert.equal(agentClusterFolder({ ...search, world: worldByName("writeup") }), "a-other");
  assert.throws(() => agentClusterFolder({ ...search, trainedOn: "a-other" }), /trained on another cluster/);
  const allowed = { ...search, trainedOn: "a-other", otherCluster: "allow" } as const;
  assert.equal(agentClusterFolder(allowed), "a-other");
  assert.throws(
    () => agentClusterFolder({ ...search, sizes: [7] }),
    /no ppo-writeup .* acts on 7 containers/,
  );
  assert.equal(agentClusterFolder({ ...search, agent: "nobody" }), "sim");
});
