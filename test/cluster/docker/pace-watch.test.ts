import assert from "node:assert/strict";
import { test } from "node:test";
import { CrowdWatch, ScheduleWatch } from "../../../lib/cluster/docker/load/pace-watch.js";

test("an open loop lags when a request is sent, or isn't, more than 2 s after it was due", () => {
  const watch = new ScheduleWatch(Float64Array.of(0.5, 1, 4));
  watch.noteSent(0, 0.5);
  watch.noteAlive(2.9);
  assert.equal(watch.problem, undefined);
  assert.equal(watch.dueBy(3), 2);
  watch.noteAlive(3.1);
  assert.equal(watch.problem, "request 1 was due at 1.0 s and isn't sent 2.1 s later");

  const late = new ScheduleWatch(Float64Array.of(0.5, 1));
  late.noteSent(0, 2.4);
  assert.equal(late.problem, undefined);
  late.noteSent(1, 3.5);
  late.noteAlive(100);
  assert.equal(late.problem, "request 1 was due at 1.0 s and was sent 2.5 s later");

  const done = new ScheduleWatch(Float64Array.of(0.5));
  done.noteSent(0, 0.5);
  done.noteAlive(100);
  assert.equal(done.problem, undefined, "where all is sent, nothing is due");
});

test("a closed loop's users must send while they think, and needn't while they wait for answers or aren't there", () => {
  const crowd = { users: [0, 10], interval: 60, thinkTime: 1 };
  const beats = (watch: CrowdWatch, from: number, to: number, inFlight: number) => {
    for (let k = 1; k <= 10 * (to - from); k++) watch.noteAlive(from + k / 10, inFlight);
  };
  const watch = new CrowdWatch(crowd);
  beats(watch, 0, 60, 0);
  beats(watch, 60, 90, 10);
  assert.equal(watch.problem, undefined);
  beats(watch, 90, 94.9, 0);
  watch.noteSent();
  beats(watch, 94.9, 99.8, 0);
  assert.equal(watch.problem, undefined);
  beats(watch, 99.8, 101, 0);
  assert.match(
    watch.problem ?? "",
    /^10 of its users should have sent 5\d requests in 5\.\d s and sent none$/,
  );

  const few = new CrowdWatch({ users: [1], interval: 1, thinkTime: 5 });
  beats(few, 0, 100, 0);
  assert.equal(few.problem, undefined, "one user who thinks for 5 s may be silent for long");
  beats(few, 100, 200, 0);
  assert.notEqual(few.problem, undefined);
});
