"""Runs a policy of sb3_train.py without noise in its actions over one long stretch of traffic. From the root:

    .cache/sb3/bin/python bench/peers/sb3_evaluate.py build/sb3/n5-seed1/1000000 --patterns training --steps 250000

Prints JSON and writes it beside the policy. Means are over steps, those of nodes first over the active ones.
"""

import argparse
import json
import pathlib
import time

import torch
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize
from writeup_cluster import SLA
from writeup_env import WriteupEnv
from writeup_traffic import PATTERNS, ListedTraffic


def evaluate(folder, steps, patterns, seed, users=None):
    """`users`: one number a step, in place of traffic of the port's own."""
    model = PPO.load(folder / "model.zip", device="cpu")
    size = model.action_space.shape[0] - 1
    traffic = None if users is None else ListedTraffic(users)
    env = WriteupEnv(size, steps=None, seed=seed, patterns=patterns, traffic=traffic)
    normalizer = VecNormalize.load(str(folder / "normalizer.pkl"), DummyVecEnv([lambda: env]))
    normalizer.training = False
    observation, _ = env.reset()
    sums, requests = {}, 0.0
    for _ in range(steps):
        # The mean action, cut to the box.
        action, _ = model.predict(normalizer.normalize_obs(observation[None]), deterministic=True)
        observation, reward, _, _, _ = env.step(action[0])
        record = env.record
        requests += record["users"]
        seen = {
            "reward": reward,
            "cpu": record["cpu"],
            "latency": record["latency"],
            "errorRate": record["error_rate"],
            "queue": record["queue"],
            "active": record["active"],
            "churn": record["changed"],
            "slaViolations": record["latency"] > SLA,
            "usersPerNode": record["users"] / record["active"],
            "users": record["users"],
            "reversals": record["reversed"],
            "failed": record["failed"],
            **{f"term.{name}": term for name, term in record["terms"].items()},
        }
        for name, value in seen.items():
            sums[name] = sums.get(name, 0.0) + value
    means = {name: value / steps for name, value in sums.items()}
    means["failedShare"] = sums["failed"] / requests
    return {"policy": str(folder), "patterns": patterns, "steps": steps, "seed": seed, **means}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("policy", type=pathlib.Path, help="folder with model.zip and normalizer.pkl")
    parser.add_argument("--steps", type=int, default=250_000)
    parser.add_argument("--patterns", choices=sorted(PATTERNS), default="training")
    parser.add_argument(
        "--seed", type=int, default=1_000_001, help="of traffic and noise; training has small ones"
    )
    parser.add_argument("--users", type=pathlib.Path, help="JSON list of the users of each step")
    options = parser.parse_args()
    users = None if options.users is None else json.loads(options.users.read_text())
    torch.set_num_threads(1)
    begin = time.perf_counter()
    result = evaluate(options.policy, options.steps, options.patterns, options.seed, users)
    result["seconds"] = time.perf_counter() - begin
    text = json.dumps(result, indent=1)
    (options.policy / f"evaluation-{options.patterns}.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
