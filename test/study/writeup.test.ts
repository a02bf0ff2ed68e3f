import assert from "node:assert/strict";
import { test } from "node:test";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";

test("the write-up's error rate is the sum of its nodes' error rates", () => {
  for (const { errorRate, failed } of PUBLISHED_AGENT)
    assert.ok(Math.abs(errorRate - failed / PUBLISHED_STEPS) <= 5.1e-4, `${errorRate}, ${failed}`);
});
