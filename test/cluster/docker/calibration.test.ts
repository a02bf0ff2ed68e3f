import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Calibration,
  calibrate,
  readCalibration,
  writeCalibration,
} from "../../../lib/cluster/docker/calibration/index.js";
import { ALL_WORLDS } from "../../../lib/cluster/docker/index.js";
import { evaluate, evaluationConfig, evaluationWorld } from "../../../lib/evaluation/index.js";
import { worldComparisons } from "../../../lib/study/index.js";
import { engineTest } from "./real-engine.js";

const CAPACITIES = [2, 4];

engineTest(
  "real containers are calibrated, and simulator and real cluster meet the same requests under it",
  async (_, t) => {
    const progress: number[] = [];
    const calibration = await calibrate({
      id: "trial",
      // Queues of quick containers are full soon.
      capacities: CAPACITIES,
      size: 2,
      coldStarts: 2,
      proxyPairs: 20,
      seconds: 6,
      seed: 3,
      signal: new AbortController().signal,
      onProgress: (done, total) => progress.push(done / total),
    });
    assert.equal(progress.at(-1), 1);
    checkMeasured(calibration);
    const folder = mkdtempSync(join(tmpdir(), "fleetlab-calibration-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "trial.json");
    writeCalibration(file, calibration);

    const settings = { controllers: ["static"], sizes: [2], workloads: ["constant-0.5"], runs: 1, steps: 4 };
    const rowsIn = async (cluster: "sim" | "docker") => {
      const config = evaluationConfig({ cluster, ...settings });
      return (await evaluate(evaluationWorld(config, { ...readCalibration(file), worlds: ALL_WORLDS }))).rows;
    };
    const [real, simulated] = [await rowsIn("docker"), await rowsIn("sim")];
    const comparisons = worldComparisons(real, simulated);
    assert.ok(comparisons.length > 5);
    assert.equal(comparisons.find(({ metric }) => metric === "fleet_size_mean")?.simulated, 2);
    // Their clocks end the last step a little apart, and a busy machine's control loop may miss a step, which adds requests.
    assert.ok(real[0].requests >= simulated[0].requests - 4, `${real[0].requests}, ${simulated[0].requests}`);
    for (const { metric, real, simulated } of comparisons)
      t.diagnostic(`${metric}: real ${real.toPrecision(3)}, simulated ${simulated.toPrecision(3)}`);
  },
);

function checkMeasured({ spec, measured, coldStarts, meanDemand }: Calibration): void {
  const value = (quantity: string, of: number | null = null) =>
    measured.find((row) => row.quantity === quantity && row.class === of)?.value as number;
  assert.equal(meanDemand, 0.005);
  assert.equal(coldStarts.length, 2);
  // Whatever else the machine does, a container can't serve more than its limit allows, nor start in no time.
  for (const [k, { serviceRate }] of spec.containers.entries()) {
    assert.equal(serviceRate, value("service_rate_at_full_cpu", k));
    const nominal = 8 * CAPACITIES[k];
    assert.ok(
      serviceRate > 0.8 * nominal && serviceRate < 1.2 * nominal,
      `class ${k}: ${serviceRate} requests/s`,
    );
  }
  assert.ok(spec.coldStart > 0.2 && spec.coldStart < 30, `cold start ${spec.coldStart} s`);
  assert.ok(Math.abs(value("proxy_overhead")) < 0.05);
  assert.ok(spec.memory.idleMiB > 1 && spec.memory.idleMiB < 128);
  assert.ok(value("cpu_idle") < 0.2);
}
