import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../../lib/check/index.js";
import {
  type Calibration,
  calibratedSpec,
  readCalibration,
  writeCalibration,
} from "../../../lib/cluster/docker/calibration/index.js";
import { calibrationWarnings } from "../../../lib/cluster/docker/calibration/warnings.js";
import { CALIBRATION } from "./calibration-example.js";

test("a calibration is read as it was written, and gives specs of any size with its classes in turn", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-calibration-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "calibration", "trial.json");
  writeCalibration(file, CALIBRATION);
  assert.deepEqual(readCalibration(file), CALIBRATION);
  const whole: Calibration = {
    ...CALIBRATION,
    conditions: {
      cpu: "a CPU",
      cores: 2,
      docker: "20.10.24",
      kernel: "6.1.0",
      haproxy: "2.6.12",
      load: "Locust 2",
      size: 5,
      proxyPairs: 100,
      seconds: 90,
      seed: 1,
    },
    warnings: ["busy"],
    verification: {
      controllers: ["static"],
      workloads: ["constant-0.5"],
      runs: 1,
      steps: 4,
      seed: 1,
      rows: [
        {
          size: 2,
          metric: "cpu_mean",
          pairs: 1,
          real: 0.5,
          simulated: 0.6,
          relativeError: 0.2,
          lower: null,
          upper: null,
        },
      ],
    },
  };
  writeCalibration(file, whole);
  assert.deepEqual(readCalibration(file), whole);
  const spec = calibratedSpec(readCalibration(file), 5);
  assert.deepEqual(
    spec.containers.map(({ serviceRate }) => serviceRate),
    [7.9, 15.7, 7.9, 15.7, 7.9],
  );
  assert.equal(spec.coldStart, 1.7);
  assert.throws(() => calibratedSpec(CALIBRATION, 0), /size must be a whole number/);
});

test("a calibration that is missing, cut off or foreign is refused in one line, and nothing unsound is written", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-calibration-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "trial.json");
  const refusal = (pattern: RegExp) => (error: unknown) =>
    error instanceof InputError && pattern.test(error.message) && !error.message.includes("\n");
  assert.throws(() => readCalibration(file), refusal(/doesn't exist/));
  writeCalibration(file, CALIBRATION);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.slice(0, -40));
  assert.throws(() => readCalibration(file), refusal(/isn't whole JSON/));
  writeFileSync(file, text.replace('"serviceRate": 7.9', '"serviceRate": -7.9'));
  assert.throws(
    () => readCalibration(file),
    refusal(/trial\.json: spec\.containers\.0\.serviceRate is -7\.9/),
  );
  writeFileSync(file, text);
  assert.throws(
    () => writeCalibration(file, { ...CALIBRATION, id: "a b" }),
    refusal(/id is "a b".* must be letters/),
  );
  assert.equal(readFileSync(file, "utf8"), text);
});

test("a warning, in one line, where saturated containers are more than 2 % off the calibrated rate, or the machine was busy", () => {
  const row = (quantity: string, value: number, k: number | null = 0) => ({
    quantity,
    value,
    class: k,
    unit: "",
    lower: null,
    upper: null,
    samples: 9,
  });
  const rows = (saturated: number, busy: number) => [
    row("service_rate", saturated),
    row("service_rate_at_full_cpu", 8),
    row("service_rate", 16, 1),
    row("service_rate_at_full_cpu", 16, 1),
    row("host_busy_overload", busy, null),
  ];
  assert.deepEqual(calibrationWarnings(rows(8.15, 0.89)), []);
  assert.deepEqual(calibrationWarnings(rows(7.85, 0.5)), []);
  const [slow, ...others] = calibrationWarnings(rows(7.6, 0.5));
  assert.match(
    slow,
    /^saturated containers of class 0 served 7\.600 requests\/s, -5\.0 % off the calibrated 8\.000 /,
  );
  assert.deepEqual(others, []);
  const both = calibrationWarnings(rows(8.4, 0.95));
  assert.match(both[0], /^the machine was 95 % busy under load/);
  assert.match(both[1], /5\.0 % off the calibrated 8\.000 .* quicker/);
  assert.ok(both.every((line) => !line.includes("\n")));
});
