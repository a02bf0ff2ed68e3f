import assert from "node:assert/strict";
import { test } from "node:test";
import { theoryCases, theoryRun } from "../../lib/study/theory/cases.js";

/** Student's t at 95 % and 99.9 %, two-sided, 11 degrees of freedom. */
const T95 = 2.201;
const T999 = 4.437;
const RUNS = 12;

// M/M/1 and E_N/M/1 at .95 need 10^8 customers for 1 %: the experiment "theory" has them; the bounded queue is quick.
const quick = theoryCases().filter(({ utilization, model }) => utilization < 0.9 || model === "M/M/1/32");

for (const theory of quick)
  test(`simulated mean response time agrees with ${theory.model} at utilisation ${theory.utilization} within 1 %`, () => {
    const steps = 240_000 / theory.size;
    const times = Array.from({ length: RUNS }, (_, seed) => theoryRun(theory, steps, seed));
    const mean = times.reduce((sum, run) => sum + run.responseTimeMean, 0) / RUNS;
    const variance = times.reduce((sum, run) => sum + (run.responseTimeMean - mean) ** 2, 0) / (RUNS - 1);
    const standardError = Math.sqrt(variance / RUNS) / theory.meanResponseTime;
    const difference = mean / theory.meanResponseTime - 1;
    assert.ok(T95 * standardError <= 0.01, `half-width ${(100 * T95 * standardError).toFixed(2)} %`);
    assert.ok(
      Math.abs(difference) <= T999 * standardError,
      `off by ${(100 * difference).toFixed(3)} %, standard error ${(100 * standardError).toFixed(3)} %`,
    );
    if (theory.blockingProbability > 1e-3) {
      const refused = times.reduce((sum, run) => sum + run.refusedShare, 0) / RUNS;
      assert.ok(Math.abs(refused / theory.blockingProbability - 1) < 0.05, `refused ${refused}`);
    }
  });
