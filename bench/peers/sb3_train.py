"""Trains Stable-Baselines3's PPO on the write-up's cluster with the write-up's settings. From the root:

    apt-get install python3-torch python3-venv libopenblas0-pthread
    /usr/bin/python3 -m venv --system-site-packages .cache/sb3
    .cache/sb3/bin/pip install --no-deps -r bench/peers/requirements-sb3.txt
    .cache/sb3/bin/python bench/peers/sb3_train.py --size 5 --steps 1000000 --seed 1

Writes into build/sb3/n<size>-seed<seed>/ (or --out): train.json, and a folder with the policy and its
normaliser every 250,000 steps and at the end. A run that has its train.json isn't run again.
"""

import argparse
import json
import pathlib
import time

import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize
from writeup_env import WriteupEnv

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKPOINT_STEPS, CURVE_STEPS = 250_000, 10_000
GAMMA, LEARNING_RATE = 0.8622, 1.13e-3
SETTINGS = {
    "n_steps": 128,
    "batch_size": 64,
    "n_epochs": 3,
    "clip_range": 0.3,
    "vf_coef": 0.5,
    "ent_coef": 1e-4,
    "gamma": GAMMA,
    "gae_lambda": 0.9067,
    "max_grad_norm": 0.5,
    "normalize_advantage": True,
}


def rate(progress_remaining):
    """Falls in a straight line to 0. The last rollout may end past the last step: progress below 0."""
    return LEARNING_RATE * max(progress_remaining, 0.0)


def save(model, folder):
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder / "model.zip")
    model.get_vec_normalize_env().save(str(folder / "normalizer.pkl"))


def episode_reward(model):
    """Mean over the last 100 episodes before normalising: what SB3 logs as rollout/ep_rew_mean."""
    rewards = [episode["r"] for episode in model.ep_info_buffer]
    return sum(rewards) / len(rewards)


class Course(BaseCallback):
    """Keeps the learning curve and saves policies on the way."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.curve = folder, []

    def _on_step(self):
        steps, model = self.num_timesteps, self.model
        if steps % CURVE_STEPS == 0:
            deviations = model.policy.log_std.detach().exp().tolist()
            self.curve.append(
                {"steps": steps, "episodeReward": episode_reward(model), "deviations": deviations}
            )
        if steps % CHECKPOINT_STEPS == 0 and steps < self.locals["total_timesteps"]:
            save(model, self.folder / str(steps))
            print(
                f"{self.folder.name}: {steps} steps, episode reward {episode_reward(model):.1f}", flush=True
            )
        return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.out or ROOT / f"build/sb3/n{options.size}-seed{options.seed}"
    result = folder / "train.json"
    if result.exists():
        print(f"{result} is there")
        return
    torch.set_num_threads(1)
    env = DummyVecEnv([lambda: Monitor(WriteupEnv(options.size, seed=options.seed))])
    env = VecNormalize(env, clip_obs=10.0, clip_reward=10.0, gamma=GAMMA)
    model = PPO(
        "MlpPolicy",
        env,
        learning_rate=rate,
        policy_kwargs={"net_arch": {"pi": [64, 64], "vf": [64, 64]}, "activation_fn": torch.nn.Tanh},
        seed=options.seed,
        device="cpu",
        **SETTINGS,
    )
    course = Course(folder)
    begin = time.perf_counter()
    model.learn(options.steps, callback=course, log_interval=None)
    seconds = time.perf_counter() - begin
    save(model, folder / str(options.steps))
    record = {
        "size": options.size,
        "steps": model.num_timesteps,
        "seed": options.seed,
        "seconds": seconds,
        "episodeReward": episode_reward(model),
        "curve": course.curve,
    }
    result.write_text(json.dumps(record) + "\n")
    print(f"{folder.name}: episode reward {record['episodeReward']:.1f} in {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
