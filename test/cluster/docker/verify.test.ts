import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { readCalibration } from "../../../lib/cluster/docker/calibration/index.js";
import { engineTest } from "./real-engine.js";

const PROGRAM = resolve(__dirname, "../../../lib/bin/fleetlab.js");

/** What stands in the issue, and what goes with it. */
const METRICS = [
  "response_time_mean",
  "response_time_p95",
  "cpu_mean",
  "queue_mean",
  "offered_rate",
  "throughput",
];

engineTest(
  "calibrate --verify puts both worlds side by side at each size and keeps what the calibration holds",
  async (_, context) => {
    const folder = mkdtempSync(join(tmpdir(), "fleetlab-verify-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const calibrate = (...args: string[]) =>
      promisify(execFile)(process.execPath, [PROGRAM, "calibrate", "trial", "--out", folder, ...args]);
    const conditions = "--capacities 4 --size 2 --cold-starts 2 --proxy-pairs 4 --seconds 6";
    const measured = await calibrate(...conditions.split(" "));
    assert.match(measured.stdout, /^service_rate_at_full_cpu +0 +\d/m);
    const file = join(folder, "trial.json");
    const before = readCalibration(file);
    assert.match(before.conditions?.load ?? "", /^Locust \d/);
    assert.ok(before.conditions?.docker && before.conditions.kernel && before.conditions.haproxy);
    assert.equal(before.conditions.seconds, 6);
    for (const warning of before.warnings ?? [])
      assert.ok(measured.stderr.includes(`calibrate: ${warning}\n`));
    assert.equal(before.verification, undefined);

    const settings = [
      "--controllers",
      "static",
      "--workloads",
      "constant-0.5",
      "--runs",
      "2",
      "--steps",
      "5",
    ];
    const verify = () => calibrate("--verify", "--sizes", "1,2", ...settings);
    const { stdout, stderr } = await verify();
    const { verification, ...rest } = readCalibration(file);
    assert.deepEqual(rest, before, "spec, conditions and warnings stay");
    for (const warning of before.warnings ?? []) assert.ok(stderr.includes(`calibrate: ${warning}\n`));
    assert.equal(verification?.runs, 2);
    const rows = verification.rows;
    for (const size of [1, 2])
      for (const metric of METRICS) {
        const row: (typeof rows)[number] | undefined = rows.find(
          (known) => known.size === size && known.metric === metric,
        );
        assert.equal(row?.pairs, 2, `${metric} at N = ${size}`);
        const { real, simulated, relativeError } = row;
        assert.ok((real as number) > 0 && (simulated as number) > 0, `${metric}: ${real}, ${simulated}`);
        const error = (simulated as number) / (real as number) - 1;
        assert.ok(Math.abs((relativeError as number) - error) < 1e-9);
        assert.match(stdout, new RegExp(`^${metric} +${size} +2 `, "m"));
      }
    // The same requests: what is sent a second differs by no more than the ends of the last step.
    const offered = rows.find(({ metric, size }) => metric === "offered_rate" && size === 2);
    assert.ok(Math.abs(offered?.relativeError as number) < 0.15, `${offered?.relativeError}`);
    assert.equal(readdirSync(join(folder, "trial-runs")).length, 4, "records of real runs");

    const runs = readFileSync(join(folder, "trial-runs.csv"), "utf8");
    await verify();
    assert.equal(
      readFileSync(join(folder, "trial-runs.csv"), "utf8"),
      runs,
      "runs that are there aren't repeated",
    );
    assert.deepEqual(readCalibration(file).verification, verification);
  },
);
