"""Makes rliable.json: what rliable and scipy say about a few score matrices (takes about 7 minutes).

    python3 -m venv venv && venv/bin/pip install -r test/golden/rliable-requirements.txt
    venv/bin/python test/golden/rliable_golden.py > test/golden/rliable.json
"""

import json
import sys
from importlib.metadata import version

import numpy as np
from rliable import library, metrics
from scipy import stats

REPEATS, RESAMPLES = 10, 10_000


def matrices():
    rng = np.random.default_rng(20211)
    # Tasks on very different scales: a bootstrap that isn't stratified gives a much wider interval.
    scale = np.array([1.0, 5.0, 20.0, 60.0])
    x = np.round(scale + rng.normal(size=(10, 4)) * scale * 0.1, 3)
    y = np.round(scale * 1.03 + rng.normal(size=(10, 4)) * scale * 0.1, 3)
    yield "tasks on different scales", x, y
    # 7 x 3 = 21 scores: 21/4 isn't whole. Few distinct values: many ties.
    yield "ties", rng.integers(0, 5, size=(7, 3)) / 4, rng.integers(1, 6, size=(5, 3)) / 4
    yield "one task", np.round(rng.lognormal(size=(11, 1)), 3), np.round(rng.lognormal(size=(6, 1)) + 0.3, 3)


def ends(score, statistic):
    """Interval ends of rliable's stratified bootstrap: mean and standard deviation over repeats."""
    found = []
    for repeat in range(REPEATS):
        np.random.seed(repeat)
        _, interval = library.get_interval_estimates(
            {"case": score}, statistic, reps=RESAMPLES, confidence_interval_size=0.9
        )
        found.append(np.ravel(interval["case"]))
    return {"mean": np.mean(found, axis=0).tolist(), "sd": np.std(found, axis=0, ddof=1).tolist()}


def case(name, x, y):
    iqm = lambda scores: np.array([metrics.aggregate_iqm(scores)])
    mean = lambda scores: np.array([metrics.aggregate_mean(scores)])
    improvement = lambda a, b: np.array([metrics.probability_of_improvement(a, b)])
    return {
        "name": name,
        "x": x.tolist(),
        "y": y.tolist(),
        "interquartileMean": [metrics.aggregate_iqm(x), metrics.aggregate_iqm(y)],
        "probabilityOfImprovement": metrics.probability_of_improvement(x, y),
        "interquartileMeanInterval": ends(x, iqm),
        "meanInterval": ends(x, mean),
        "improvementInterval": ends((x, y), improvement),
    }


def pairs():
    rng = np.random.default_rng(7)
    for n, ties in [(5, False), (9, False), (10, True), (12, True), (40, False)]:
        # Eighths are exact in floating point, so that equal differences are equal.
        grid = 8 if ties else 2**20
        x = np.round(rng.normal(size=n) * grid) / grid
        y = np.round((rng.normal(size=n) + 0.5) * grid) / grid
        if ties:
            y[0] = x[0]
        differences = x - y
        differences = differences[differences != 0]
        # Where ranks tie, scipy's exact distribution doesn't hold: all 2^n sign patterns are enumerated instead.
        method = stats.PermutationMethod(n_resamples=np.inf) if ties else "exact"
        wilcoxon = stats.wilcoxon(differences, method=method)
        positive = int((differences > 0).sum())
        t_test = stats.ttest_1samp(x, 0).confidence_interval(0.9)
        yield {
            "x": x.tolist(),
            "y": y.tolist(),
            "positive": positive,
            "pairs": len(differences),
            "signTest": stats.binomtest(positive, len(differences)).pvalue,
            "wilcoxon": wilcoxon.pvalue,
            "spearman": stats.spearmanr(x, y).statistic,
            "meanInterval": [t_test.low, t_test.high],
        }


def main():
    json.dump(
        {
            "versions": {name: version(name) for name in ("rliable", "arch", "numpy", "scipy")},
            "resamples": RESAMPLES,
            "repeats": REPEATS,
            "confidence": 0.9,
            "cases": [case(*scores) for scores in matrices()],
            "pairs": list(pairs()),
        },
        sys.stdout,
        indent=1,
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
