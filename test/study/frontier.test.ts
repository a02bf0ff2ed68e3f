import assert from "node:assert/strict";
import { test } from "node:test";
import { bestAt, fleetShareEstimate } from "../../lib/study/frontier/curves.js";
import { resultRow } from "../evaluation/result-row.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("a frontier is crossed where log(rate) is on the straight line between its neighbours", () => {
  near(
    bestAt(
      [
        [0.5, 0.1],
        [0.7, 0.001],
      ],
      0.01,
      "least",
    ),
    0.6,
  );
  assert.equal(
    bestAt(
      [
        [0.5, 0.1],
        [0.7, 0.02],
      ],
      0.01,
      "least",
    ),
    Number.NaN,
    "not reached",
  );
  assert.equal(
    bestAt(
      [
        [0.5, 0.004],
        [0.7, 0.001],
      ],
      0.01,
      "least",
    ),
    0.5,
    "no extrapolation below the sweep",
  );
  near(
    bestAt(
      [
        [0.4, 0.1],
        [0.6, 0.001],
        [0.5, 0.1],
        [0.9, 0.001],
      ],
      0.01,
      "least",
    ),
    0.5,
    1e-9,
  );
  near(
    bestAt(
      [
        [0.5, 0.01],
        [0.7, 0],
      ],
      0.0001,
      "least",
    ),
    0.6,
  );
});

test("a fleet share at equal violations: the runs' mean curve; no bound where resamples miss the rate", () => {
  const rows = [0, 1, 2, 3].flatMap((run) => [
    resultRow({ controller: "pid:x=1", run, fleet_share: 0.5, sla_violation_rate: 0.1 }),
    resultRow({ controller: "pid:x=2", run, fleet_share: 0.7, sla_violation_rate: run === 0 ? 0.03 : 0.001 }),
  ]);
  const { estimate, lower, upper } = fleetShareEstimate(rows, "pid", 0.01) ?? {};
  const violations = (0.03 + 3 * 0.001) / 4;
  near(estimate as number, 0.5 + (0.2 * Math.log(10)) / Math.log(0.1 / violations));
  near(lower as number, 0.6, 1e-9); // run 0 left out altogether, which happens in (3/4)^4 of resamples
  assert.equal(upper, Number.NaN);
  assert.equal(fleetShareEstimate(rows, "pid", 1e-5), null);
  assert.equal(fleetShareEstimate(rows, "threshold", 0.01), null);
});
