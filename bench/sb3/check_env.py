"""Checks that writeup_env.py is the TypeScript cluster to 1e-9: without noise, on equal users and actions.

    .cache/sb3/bin/python bench/sb3/check_env.py

`npx tsx bench/sb3/record-environment.ts` recorded the TypeScript side in test/golden/sb3-environment.json;
test/bench/sb3-environment.test.ts sees to it that this stays what the cluster does. Observations, rewards and
all their terms are compared, for 3 and 5 nodes, in 4 episodes of 40 random steps, up to twice the peak.
"""

import json
import pathlib
import sys

import numpy as np
from writeup_env import ListedTraffic, WriteupEnv

RECORDING = pathlib.Path(__file__).resolve().parents[2] / "test/golden/sb3-environment.json"
TOLERANCE = 1e-9


def difference(recorded, observation, reward, terms):
    pairs = [(recorded["reward"], reward)]
    pairs += [(recorded["terms"][name], term) for name, term in terms.items()]
    return max(abs(a - b) for a, b in [*pairs, *zip(recorded["observation"], observation)])


def main():
    recording = json.loads(RECORDING.read_text())
    worst, compared = 0.0, 0
    for case in recording["cases"]:
        env = WriteupEnv(case["size"], recording["steps"], noise=0.0, traffic=ListedTraffic(case["users"]))
        for episode in case["episodes"]:
            observation, _ = env.reset()
            worst = max(worst, float(np.abs(observation - episode["first"]).max()))
            for number, step in enumerate(episode["steps"], 1):
                observation, reward, _, truncated, _ = env.step(step["action"])
                assert truncated == (number == recording["steps"])
                assert set(step["terms"]) - set(env.record["terms"]) == {"empty-fleet"}
                worst = max(worst, difference(step, observation, reward, env.record["terms"]))
                compared += 1
    print(f"{compared} steps, greatest difference {worst:.1e}")
    return worst > TOLERANCE


if __name__ == "__main__":
    sys.exit(main())
