import assert from "node:assert/strict";
import { test } from "node:test";
import {
  differenceInterval,
  fisherExact,
  medianInterval,
  studentTPValue,
} from "../../lib/statistics/index.js";

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("the interval of a median goes from the k-th smallest to the k-th largest sample, k from tables of the sign test", () => {
  // Conover's and every table of the sign test at 0.05, two-sided: the largest number of minus signs that is rejected, plus one.
  const ranks = { 5: 0, 6: 1, 8: 1, 9: 2, 10: 2, 12: 3, 15: 4, 20: 6, 30: 10 };
  for (const [n, rank] of Object.entries(ranks)) {
    const samples = Array.from({ length: Number(n) }, (_, i) => i + 1).reverse();
    const { lower, upper } = medianInterval(samples);
    assert.equal(lower, rank === 0 ? Number.NEGATIVE_INFINITY : rank, `n = ${n}`);
    assert.equal(upper, rank === 0 ? Number.POSITIVE_INFINITY : Number(n) + 1 - rank, `n = ${n}`);
  }
});

test("samples of which only the order is known: infinite ones count, and a median among them is infinite", () => {
  const unreached = Number.NEGATIVE_INFINITY;
  assert.deepEqual(medianInterval([unreached, 1, 2, 3, 4, 5, 6, 7, 8, 9]), {
    estimate: 4.5,
    lower: 1,
    upper: 8,
  });
  assert.equal(medianInterval([unreached, unreached, 1, 2]).estimate, unreached);
  assert.equal(medianInterval([unreached, unreached, unreached, 1]).estimate, unreached);
  assert.throws(() => medianInterval([Number.NaN]), RangeError);
  assert.throws(() => medianInterval([]), RangeError);
});

test("a difference of unpaired samples: Welch's interval, worked by hand", () => {
  // Equal variances of 1 and three samples each: 4 degrees of freedom, t = 2.776445, standard error sqrt(2/3).
  near(differenceInterval([3, 4, 5], [1, 2, 3]).upper - 2, 2.776445 * Math.sqrt(2 / 3), 1e-5);
  // The other sample doesn't vary: one degree of freedom, t = 12.7062, standard error sqrt(2/2).
  const { estimate, lower, upper } = differenceInterval([1, 3], [5, 5, 5]);
  assert.equal(estimate, -3);
  near(upper - estimate, 12.7062, 1e-4);
  near(estimate - lower, 12.7062, 1e-4);
  assert.deepEqual(differenceInterval([2, 2], [1, 1]), { estimate: 1, lower: 1, upper: 1 });
  assert.equal(differenceInterval([2], [1, 3]).lower, Number.NaN);
});

test("Fisher's exact test: the lady tasting tea, certain outcomes, and a count of five of ten against three of forty", () => {
  near(fisherExact({ count: 3, of: 4 }, { count: 1, of: 4 }), 17 / 70, 1e-12);
  near(fisherExact({ count: 4, of: 4 }, { count: 0, of: 4 }), 1 / 70, 1e-12);
  near(fisherExact({ count: 0, of: 4 }, { count: 4, of: 4 }), 1, 1e-12);
  // C(10,5)C(40,3) + C(10,6)C(40,2) + C(10,7)C(40,1) + C(10,8), over C(50,8).
  near(
    fisherExact({ count: 5, of: 10 }, { count: 3, of: 40 }),
    (252 * 9880 + 210 * 780 + 120 * 40 + 45) / 536878650,
    1e-12,
  );
  assert.throws(() => fisherExact({ count: 5, of: 4 }, { count: 0, of: 4 }), RangeError);
});

test("p-values of Student's t from its tables, and of one degree of freedom, where it is Cauchy's: 1 - 2 atan(t) / pi", () => {
  near(studentTPValue(2.776445, 4), 0.05, 1e-6);
  near(studentTPValue(-4.032143, 5), 0.01, 1e-6);
  near(studentTPValue(0, 5), 1, 1e-6);
  for (const t of [0.5, 1, 3]) near(studentTPValue(t, 1), 1 - (2 * Math.atan(t)) / Math.PI, 1e-9);
});
