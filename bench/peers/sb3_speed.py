"""Times Stable-Baselines3's PPO (speed_protocol.py). Argument: settings as JSON, with `nSteps` and `threads`."""

import collections
import json
import sys
import time

import gymnasium
import numpy as np
import torch
from speed_protocol import answer_requests
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import VecEnv, VecNormalize
from writeup_batch import WriteupBatch


class WriteupVecEnv(VecEnv):
    """WriteupBatch as SB3 wants it."""

    def __init__(self, settings):
        self.clusters = WriteupBatch(settings["clusters"], settings, settings["seed"])
        self.mean_rewards = collections.deque(maxlen=settings["nSteps"])
        size = settings["size"]
        super().__init__(
            settings["clusters"],
            gymnasium.spaces.Box(0.0, 1.0, (6 * size + 1,), np.float64),
            gymnasium.spaces.Box(0.0, 1.0, (size + 1,), np.float32),
        )

    def reset(self):
        return self.clusters.reset()

    def step_async(self, actions):
        self.actions = actions

    def step_wait(self):
        observations, rewards, truncated = self.clusters.step(self.actions)
        self.mean_rewards.append(float(rewards.mean()))
        infos = [{} for _ in range(self.num_envs)]
        if truncated:
            for info, reached in zip(infos, observations):
                info |= {"TimeLimit.truncated": True, "terminal_observation": reached}
            observations = self.clusters.reset()
        return observations, rewards, np.full(self.num_envs, truncated), infos

    def close(self):
        pass

    def get_attr(self, attr_name, indices=None):
        return [getattr(self, attr_name, None)] * self.num_envs

    def set_attr(self, attr_name, value, indices=None):
        setattr(self, attr_name, value)

    def env_method(self, method_name, *method_args, indices=None, **method_kwargs):
        raise NotImplementedError(method_name)

    def env_is_wrapped(self, wrapper_class, indices=None):
        return [False] * self.num_envs


def require_quick_blas():
    """The reference BLAS multiplies at a fifteenth of the speed: a comparison with it would be unfair."""
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            sys.exit("torch uses the slow reference BLAS: apt-get install libopenblas0-pthread")


def main():
    began = time.perf_counter()
    settings = json.loads(sys.argv[1])
    ppo = settings["ppo"]
    require_quick_blas()
    torch.set_num_threads(settings["threads"])
    clusters = WriteupVecEnv(settings)
    env = VecNormalize(clusters, clip_obs=10.0, clip_reward=10.0, gamma=ppo["discount"])
    model = PPO(
        "MlpPolicy",
        env,
        n_steps=settings["nSteps"],
        batch_size=ppo["minibatch"],
        n_epochs=ppo["epochs"],
        learning_rate=ppo["learningRate"]["from"],
        clip_range=ppo["clipRange"],
        vf_coef=ppo["vfCoef"],
        ent_coef=ppo["entCoef"],
        gamma=ppo["discount"],
        gae_lambda=ppo["lambda"],
        max_grad_norm=ppo["maxGradNorm"],
        policy_kwargs={
            "net_arch": {"pi": settings["hidden"], "vf": settings["hidden"]},
            "activation_fn": torch.nn.Tanh,
        },
        seed=settings["seed"],
        device="cpu",
    )
    rollout = settings["nSteps"] * settings["clusters"]

    def once():
        model.learn(rollout, log_interval=None, reset_num_timesteps=False)
        return rollout

    once()
    answer_requests(
        once, time.perf_counter() - began, lambda: {"stepReward": float(np.mean(clusters.mean_rewards))}
    )


if __name__ == "__main__":
    main()
