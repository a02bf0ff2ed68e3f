import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCalibration } from "../../../lib/cluster/docker/calibration/index.js";
import { listRuns } from "../../../lib/cluster/docker/index.js";
import { fleetlab } from "../../cli/program.js";
import { buildOwnImage, OWN_IMAGE, OWN_SERVICE_FLAGS } from "./own-image.js";
import { engineTest } from "./real-engine.js";

engineTest(
  "another service is calibrated, and rules run on it in both worlds, by files and flags alone",
  async (engine, t) => {
    await buildOwnImage(engine);
    const folder = mkdtempSync(join(tmpdir(), "fleetlab-own-service-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = (name: string) => join(folder, name);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await fleetlab(args);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    // A wrong guess of what the service does.
    const containers = [{ count: 2, serviceRate: 5, cpuShare: 0.1 }];
    const spec = { containers, sla: 0.5, timeScale: 1, queueLimit: 8, largestScaleStep: 2 };
    writeFileSync(file("shop.json"), JSON.stringify({ spec }));
    const quick = ["--cold-starts", "2", "--proxy-pairs", "4", "--seconds", "12"];
    const place = ["--out", folder, "--cluster-file", file("shop.json")];
    await run("calibrate", "orders", ...place, ...OWN_SERVICE_FLAGS, ...quick);

    const calibration = readCalibration(file("orders.json"));
    const { service, meanDemand } = calibration;
    assert.equal(meanDemand, undefined);
    assert.equal(service?.image, OWN_IMAGE);
    assert.equal(service?.requestPath, "/orders?all=1");
    assert.deepEqual(service?.environment, { SERVICE_MS: "100" });
    const [{ count, serviceRate, cpuShare }] = calibration.spec.containers;
    assert.deepEqual([count, cpuShare], [2, 0.1]);
    // One request takes 100 ms and what the machine adds, never less.
    assert.ok(serviceRate <= 10.1 && serviceRate > 5.5, `${serviceRate} requests/s`);
    assert.ok(calibration.spec.largestScaleStep === 2 && calibration.spec.sla === 0.5);
    assert.notEqual(calibration.spec.serviceTimes?.distribution, "exponential");

    const own = ["--cluster-file", file("orders.json"), "--controllers", "static,hpa+least-connections"];
    const extent = ["--workloads", "constant-0.5", "--runs", "1", "--steps", "20", "--json"];
    const [real, simulated] = [
      JSON.parse(await run("evaluate", "--cluster", "docker", ...own, ...extent)),
      JSON.parse(await run("evaluate", "--cluster", "sim", ...own, ...extent)),
    ];
    assert.equal(real.length, 2);
    for (const [i, row] of real.entries()) {
      assert.equal(row.size, 2);
      assert.equal(row.spec, simulated[i].spec);
      assert.ok(row.requests > 50 && row.error_rate < 0.2, JSON.stringify(row));
      assert.ok(row.response_time_mean > 0.09, `${row.response_time_mean} s`);
    }
    const text = readFileSync(file("orders.json"), "utf8");
    const compared = [
      "--sizes",
      "2",
      "--workloads",
      "constant-0.5",
      "--controllers",
      "static",
      "--steps",
      "12",
    ];
    await run("calibrate", "orders", "--out", folder, "--verify", ...compared);
    assert.ok((readCalibration(file("orders.json")).verification?.rows.length ?? 0) > 5);
    assert.notEqual(readFileSync(file("orders.json"), "utf8"), text);
    const left = (await listRuns(engine)).filter(({ ownership }) => ownership === "dead");
    assert.deepEqual(left, []);
  },
);
