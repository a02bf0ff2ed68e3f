"""One of the write-up's clusters as a Gymnasium environment (writeup_cluster.py); random numbers are numpy's."""

import gymnasium
import numpy as np
from writeup_cluster import first_observation, transition
from writeup_traffic import WriteupTraffic

EPISODE_STEPS = 100


class WriteupEnv(gymnasium.Env):
    """A cluster of `size` nodes. `steps` is the length of an episode, None for one without end.

    The traffic belongs to the environment and runs on over resets. `record` is what the last step was like,
    with means over active nodes.
    """

    def __init__(self, size, steps=EPISODE_STEPS, seed=0, patterns="training", noise=1.0, traffic=None):
        self.observation_space = gymnasium.spaces.Box(0.0, 1.0, (6 * size + 1,), np.float64)
        self.action_space = gymnasium.spaces.Box(0.0, 1.0, (size + 1,), np.float32)
        self.size, self.steps, self.noise = size, steps, noise
        self.traffic = traffic or WriteupTraffic(size, [seed, 0], patterns)
        self.rng = np.random.default_rng([seed, 1])
        self.record = {}

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.fleet, self.last_command, self.step_number = 1, 0, 0
        self.users = np.float64(self.traffic.next())
        return first_observation(np, self.size, self.users, self.draw_noise()), {}

    def step(self, action):
        if self.step_number > 0:
            self.users = np.float64(self.traffic.next())
        self.step_number += 1
        self.fleet, self.last_command, observation, terms, record = transition(
            np,
            self.size,
            self.fleet,
            self.last_command,
            np.asarray(action, np.float64),
            self.users,
            self.draw_noise(),
        )
        terms = {name: float(term) for name, term in terms.items()}
        self.record = record | {"terms": terms}
        return observation, sum(terms.values()), False, self.step_number == self.steps, {}

    def draw_noise(self):
        return self.noise * self.rng.standard_normal((3, self.size))
