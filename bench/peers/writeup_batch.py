"""B of the write-up's clusters (writeup_cluster.py) that step together in numpy, under a day's rise and fall."""

import numpy as np
from writeup_cluster import diurnal_users, first_observation, transition


class WriteupBatch:
    """Episodes of all clusters begin and end together; each draws the phase of its day anew.

    settings: size, episodeSteps, and traffic (level, amplitude, period).
    """

    def __init__(self, batch, settings, seed):
        self.batch, self.size, self.steps = batch, settings["size"], settings["episodeSteps"]
        self.traffic = settings["traffic"]
        self.rng = np.random.default_rng(seed)

    def reset(self):
        """Starts new episodes; returns observations, B x (6N + 1)."""
        self.phase = self.phases()
        self.fleet = np.ones(self.batch, np.int64)
        self.last_command = np.zeros(self.batch, np.int64)
        self.step_number = 0
        return first_observation(np, self.size, self.users(), self.noise())

    def step(self, actions):
        """Returns observations, rewards, and whether the episodes were cut off by their time limit."""
        self.fleet, self.last_command, observations, terms, _ = transition(
            np, self.size, self.fleet, self.last_command, actions, self.users(), self.noise()
        )
        self.step_number += 1
        return observations, sum(terms.values()), self.step_number == self.steps

    def phases(self):
        return 2 * np.pi * self.rng.random(self.batch)

    def users(self):
        return diurnal_users(np, self.size, self.step_number, self.phase, **self.traffic)

    def noise(self):
        return self.rng.standard_normal((3, self.batch, self.size))
