import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  CAP_VIOLATION_RATE,
  carriedLoad,
  LADDER_SIZES,
  ladderCap,
  ladderSpec,
  ladderTrainWorkload,
  ladderWorkload,
  ladderWorkloadNames,
} from "../../../lib/evaluation/index.js";
import { mmcResponseTimeTail } from "../../../lib/queueing/index.js";
import { mean, standardDeviation } from "../../../lib/statistics/index.js";
import { CAPS } from "../../../lib/workload/ladder-cap-table.js";

const sla = 1.25;
const lateShare = (size: number, load: number) =>
  mmcResponseTimeTail({ arrivalRate: 8 * size * load, serviceRate: 8, servers: size, time: sla });

describe("the cap", () => {
  it("is that of the M/M/1 for one container, within four standard errors", () => {
    const [[, cap, error]] = CAPS;
    assert.ok(lateShare(1, cap - 4 * error) < CAP_VIOLATION_RATE);
    assert.ok(lateShare(1, cap + 4 * error) > CAP_VIOLATION_RATE);
  });

  it("lies below what a common queue carries, the closer the larger the fleet, and rises with N", () => {
    let spare = 1;
    let before = 0;
    for (const [size, cap] of CAPS.slice(1)) {
      assert.ok(lateShare(size, cap) < CAP_VIOLATION_RATE, `N = ${size}`);
      assert.ok(cap > before && 1 - cap < spare, `N = ${size}`);
      [before, spare] = [cap, 1 - cap];
    }
  });

  for (const size of [5, 15])
    it(`is found again, within four standard errors, at N = ${size} under other seeds`, () => {
      const spec = ladderSpec({ size, dispatch: "least-connections" });
      const options = { spec, violationRate: CAP_VIOLATION_RATE, requests: 1e5 };
      const found = [11, 12, 13, 14, 15, 16].map((seed) => carriedLoad({ ...options, seed }));
      const stored = CAPS.find(([one]) => one === size);
      const error = Math.hypot(standardDeviation(found) / Math.sqrt(found.length), stored?.[2] as number);
      assert.ok(error < 0.02, `standard error ${error}`);
      assert.ok(Math.abs(mean(found) - ladderCap(size)) < 4 * error, `${mean(found)} +- ${error}`);
    });

  it("is stored for all sizes of the ladder, rises between stored sizes, and stays beyond", () => {
    for (const size of LADDER_SIZES) assert.ok(CAPS.some(([stored]) => stored === size));
    for (let size = 2; size <= CAPS[CAPS.length - 1][0]; size++)
      assert.ok(ladderCap(size) > ladderCap(size - 1), `N = ${size}`);
    assert.equal(ladderCap(1000), CAPS[CAPS.length - 1][1]);
    assert.throws(() => ladderCap(0), /size must be/);
  });

  it("is passed by no rate of any workload, and reached by some", () => {
    for (const size of [5, 25]) {
      const capacity = 8 * size;
      const most = (workload: ReturnType<typeof ladderWorkload>, seed: number) =>
        Math.max(...workload.trace({ seed, capacity, slots: 330, slotLength: 1, timeScale: 10 }));
      const named = (["dev", "test"] as const).flatMap((split) =>
        ladderWorkloadNames(split).map((name) => most(ladderWorkload(name, { size }), 7)),
      );
      const drawn = Array.from({ length: 60 }, (_, i) => most(ladderTrainWorkload(i, { size }), i));
      assert.equal(Math.max(...named), capacity * ladderCap(size));
      assert.equal(Math.max(...drawn), capacity * ladderCap(size));
    }
  });
});
