import assert from "node:assert/strict";
import { test } from "node:test";
import { requestSchedule } from "../../lib/cluster/docker/load/request-schedule.js";
import { demandDraw, replayRequests, type ServiceTimes } from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { constantLoad, fullFleet } from "./helpers.js";

/** Each with its squared coefficient of variation. */
const CASES: readonly (readonly [ServiceTimes | undefined, number])[] = [
  [undefined, 1],
  [{ distribution: "exponential" }, 1],
  [{ distribution: "deterministic" }, 0],
  [{ distribution: "log-normal", squaredVariation: 0.25 }, 0.25],
  [{ distribution: "hyperexponential", squaredVariation: 4 }, 4],
];

for (const [serviceTimes, squaredVariation] of CASES)
  test(`demands have mean 1 and squared variation ${squaredVariation}: ${serviceTimes?.distribution ?? "default"}`, () => {
    const draw = demandDraw(serviceTimes);
    const stream = RandomStream.of(1, "demands");
    const count = 200_000;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < count; i++) {
      const demand = draw(stream);
      sum += demand;
      squares += demand ** 2;
    }
    const mean = sum / count;
    // Five standard errors of the mean.
    assert.ok(Math.abs(mean - 1) <= 5 * Math.sqrt(squaredVariation / count), `mean ${mean}`);
    const found = squares / count / mean ** 2 - 1;
    assert.ok(Math.abs(found - squaredVariation) <= 0.05 * squaredVariation + 1e-9, `variation ${found}`);
  });

/** Pollaczek-Khinchine: T = S + rho S (1 + c^2) / 2 (1 - rho), S the mean service time. */
for (const [serviceTimes, squaredVariation] of CASES.slice(2))
  test(`the mean response time of one container is that of M/G/1: ${serviceTimes?.distribution}`, () => {
    const spec = fullFleet(1, { queueLimit: 10_000, ...(serviceTimes && { serviceTimes }) });
    const rho = 0.6;
    const replay = { spec, workload: constantLoad(rho), steps: 20_000 };
    const times = [1, 2, 3].flatMap((seed) => [...replayRequests({ ...replay, seed }).responseTimes]);
    const mean = times.reduce((all, time) => all + time, 0) / times.length;
    const service = 1 / 8;
    const expected = service + (rho * service * (1 + squaredVariation)) / (2 * (1 - rho));
    assert.ok(Math.abs(mean / expected - 1) < 0.03, `${mean} in place of ${expected}`);
  });

test("real requests carry the demands that simulated ones have, and controllers change no arrival", () => {
  const load = { workload: constantLoad(0.5), seed: 3, steps: 30 };
  const schedules = CASES.map(([serviceTimes]) =>
    requestSchedule({ ...load, spec: fullFleet(2, { ...(serviceTimes && { serviceTimes }) }) }),
  );
  for (const { times } of schedules) assert.deepEqual(times, schedules[0].times);
  assert.deepEqual(schedules[1].demands, schedules[0].demands);
  assert.ok(schedules[2].demands.every((demand) => demand === 1));
  assert.notDeepEqual(schedules[3].demands, schedules[0].demands);
});
