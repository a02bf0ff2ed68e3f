"""Makes student-t.json: upper quantiles of Student's T by scipy.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1
    venv/bin/python test/golden/student_t_golden.py > test/golden/student-t.json
"""

import json
import sys
from importlib.metadata import version

from scipy import stats

DEGREES = (0.5, 1, 2, 3, 4, 9, 29, 30, 1000, 1e6, 1e9, 1e12, 1e15)
CONFIDENCES = (0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1 - 2.0**-30, 1 - 2.0**-50)


def main():
    # The tail (1 - c)/2 is exact in floating point where (1 + c)/2 is not.
    quantiles = [
        {"confidence": c, "degreesOfFreedom": nu, "t": stats.t.isf((1 - c) / 2, nu)} for c in CONFIDENCES for nu in DEGREES
    ]
    json.dump({"versions": {"scipy": version("scipy")}, "quantiles": quantiles}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
