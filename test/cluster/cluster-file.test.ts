import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { InputError, schemaFields } from "../../lib/check/index.js";
import { calibratedSpec, readCalibration } from "../../lib/cluster/docker/calibration/index.js";
import { ALL_WORLDS } from "../../lib/cluster/docker/index.js";
import { clusterFileSchema, readClusterFile, worldByName } from "../../lib/cluster/index.js";

const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-cluster-file-"));
after(() => rmSync(folder, { recursive: true }));

function kept(content: unknown, name = "shop.json"): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const CLASSES = [
  { count: 4, serviceRate: 4 },
  { count: 2, serviceTime: 0.125, cpuShare: 0.1, memoryMiB: 64 },
];

test("containers by class and count, rates or service times, and the defaults of what is left out", () => {
  const own = readClusterFile(kept({ spec: { containers: CLASSES, sla: 0.3, coldStart: 30 } }));
  assert.deepEqual([own.clusterName, own.size], ["shop", 6]);
  for (const name of ["sim", "docker"]) {
    const world = worldByName(name, own, ALL_WORLDS);
    const spec = world.spec(own.size);
    assert.deepEqual(
      spec.containers.map(({ serviceRate, cpuShare, memoryMiB }) => [serviceRate, cpuShare, memoryMiB]),
      [...Array(4).fill([4, 0.02, 128]), [8, 0.1, 64], [8, 0.1, 64]],
    );
    assert.deepEqual([spec.sla, spec.coldStart, spec.queueLimit, spec.timeScale], [0.3, 30, 32, 10]);
    // (4 x 4 + 2 x 8) / 6.
    assert.equal(world.nodeCapacity(), 32 / 6);
    assert.deepEqual(
      world.spec(8).containers.map(({ serviceRate }) => serviceRate),
      [4, 4, 4, 4, 8, 8, 4, 4],
    );
  }
  assert.throws(() => worldByName("writeup", own), InputError);
});

test("the worker that stands in for a slow service is as slow to start; what was calibrated or said counts first", () => {
  const spec = { containers: CLASSES, coldStart: 30 };
  assert.equal(readClusterFile(kept({ spec })).service?.coldStart, 30);
  assert.equal(readClusterFile(kept({ spec, service: { coldStart: 9 } })).service?.coldStart, 9);
  assert.equal(readClusterFile(kept({ spec: { containers: CLASSES } })).service, undefined);
  const measured = { measured: [], coldStarts: [31] };
  assert.equal(readClusterFile(kept({ spec, ...measured })).service, undefined);
});

test("a calibration is a cluster file, and the committed one gives the specs that it gave", () => {
  const path = join(root, "data/calibration/standard.json");
  const own = readClusterFile(path);
  assert.deepEqual(worldByName("sim", own).spec(5), calibratedSpec(readCalibration(path), 5));
  assert.equal(own.meanDemand, 0.005);
});

test("a wrong file is refused in one line that names the file, the key and what to do", () => {
  const cases: readonly [unknown, RegExp][] = [
    [
      { spec: { containers: CLASSES, slaMs: 300 } },
      /unknown key spec\.slaMs; known: containers, .*sla, .*memory$/,
    ],
    [
      { spec: { containers: [{ rate: 4 }] } },
      /unknown key spec\.containers\.0\.rate; known: count, serviceRate, /,
    ],
    [{ containers: CLASSES }, /unknown key containers; known: .*spec, service/],
    [{ spec: { containers: CLASSES }, service: { imge: "x" } }, /unknown key service\.imge; known: image, /],
    [{ spec: { containers: [{ count: 2 }] } }, /give one of serviceRate \(requests\/s\) and serviceTime/],
    [{ spec: { containers: [{ serviceRate: 4, serviceTime: 0.25 }] } }, /give one of serviceRate/],
    [{ spec: { containers: [{ serviceRate: 0 }] } }, /spec\.containers\.0\.serviceRate is 0/],
    [{ spec: { containers: [] } }, /spec\.containers is \[\]/],
    [{ spec: { containers: CLASSES, sla: -1 } }, /spec\.sla is -1/],
    [
      { spec: { containers: CLASSES, dispatch: "fastest" } },
      /spec\.dispatch is "fastest".*least-connections/,
    ],
    [
      { spec: { containers: CLASSES, serviceTimes: { distribution: "log-normal" } } },
      /serviceTimes\.squaredVariation must be a number/,
    ],
    [
      {
        spec: {
          containers: CLASSES,
          serviceTimes: { distribution: "hyperexponential", squaredVariation: 1 },
        },
      },
      /squaredVariation must be above 1/,
    ],
    [
      { spec: { containers: CLASSES, serviceTimes: { distribution: "exponential", squaredVariation: 1 } } },
      /squaredVariation must be left out/,
    ],
    [
      { spec: { containers: CLASSES }, service: { readinessPath: "ready" } },
      /readinessPath is "ready".*begins with/,
    ],
    ['{"spec": ', /isn't whole JSON/],
  ];
  for (const [content, pattern] of cases)
    assert.throws(
      () => readClusterFile(kept(content)),
      (error) =>
        error instanceof InputError &&
        error.message.startsWith(join(folder, "shop.json")) &&
        pattern.test(error.message) &&
        !error.message.includes("\n"),
      String(pattern),
    );
  assert.throws(() => readClusterFile(join(folder, "none.json")), /none\.json doesn't exist/);
});

test("docs/own-cluster.md has every key of the schema with what the schema says of it, and no other", () => {
  const rows = schemaFields(clusterFileSchema)
    .filter(({ meaning }) => meaning !== "")
    .map(({ path, meaning }) => `| \`${path}\` | ${meaning} |`);
  const page = readFileSync(join(root, "docs/own-cluster.md"), "utf8");
  const table = page.split("\n").filter((line) => line.startsWith("| `"));
  assert.ok(rows.length > 30);
  assert.deepEqual(table, rows);
});
