"""Makes lib/study/sensitivity/design-points.ts: a Latin hypercube of 250 points in 8 dimensions by scipy, of low centred discrepancy.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1
    venv/bin/python scripts/sensitivity-design.py > lib/study/sensitivity/design-points.ts
"""

from importlib.metadata import version

from scipy.stats import qmc

POINTS = 250
DIMENSIONS = 8
SEED = 1


def main():
    sampler = qmc.LatinHypercube(d=DIMENSIONS, optimization="random-cd", rng=SEED)
    points = sampler.random(POINTS)
    print("// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: these numbers are drawn")
    print("/**")
    print(f" * {POINTS} points of the unit cube in {DIMENSIONS} dimensions: a Latin hypercube of low centred discrepancy, made by")
    print(f" * scripts/sensitivity-design.py with scipy {version('scipy')}, seed {SEED}.")
    print(" */")
    print("export const DESIGN_POINTS: readonly (readonly number[])[] = Object.freeze([")
    for point in points:
        print("  [" + ", ".join(f"{value:.4f}".rstrip("0") for value in point) + "],")
    print("]);")


if __name__ == "__main__":
    main()
