"""The write-up's cluster and traffic as a Gymnasium environment.

A port of lib/cluster/writeup and lib/workload/writeup-*.ts, whose comments say why things are as they are.
Without noise, on the same users and actions, it agrees with them to rounding (check_env.py); its random
numbers are numpy's.
"""

import math

import gymnasium
import numpy as np

SERVICE_RATE = 20.0
PEAK_PER_NODE = 9
LEAST_USERS = 10
EPISODE_STEPS = 100
SLA = 0.5


# --- Traffic ---

JITTER, JUMP, SCALE_STEP, SCALE_BOUNDS, TRANSITION = 0.05, 0.02, 0.01, (0.9, 1.1), 10


def tent(x):
    return 1 - abs(2 * x - 1)


def double_wave(length, low, high, peak, rng):
    waves = [
        (rng.uniform(0.1, 0.4), rng.uniform(0.05, 0.2)),
        (rng.uniform(0.6, 0.9), rng.uniform(0.05, 0.2)),
    ]

    def level(tick):
        height = sum(math.exp(-(((tick / length - centre) / width) ** 2) / 2) for centre, width in waves)
        return low + (high - low) * min(1.0, height)

    return level


def linear(length, low, high, peak, rng):
    steepness = rng.uniform(0.7, 1.5)
    return lambda tick: low + (high - low) * min(1.0, steepness * tent(tick / length))


def exponential(length, low, high, peak, rng):
    def level(tick):
        x = tick / length
        return low * (high / low) ** (x / 0.7 if x < 0.7 else (1 - x) / 0.3)

    return level


def steps(length, low, high, peak, rng):
    stairs = int(rng.integers(3, 21))

    def level(tick):
        stair = min(stairs - 1, math.floor(stairs * tent(tick / length)))
        return low + (high - low) * stair / (stairs - 1)

    return level


def trend(length, low, high, peak, rng):
    slope, rises = rng.uniform(1, 5), rng.random() < 0.5

    def level(tick):
        gone = (high - low) * min(1.0, slope * tick / length)
        return low + gone if rises else high - gone

    return level


def seasonal(length, low, high, peak, rng):
    season, amplitude = int(rng.integers(30, 101)), rng.uniform(0.3, 0.8)
    middle, half = (low + high) / 2, (high - low) / 2
    return lambda tick: middle + half * amplitude * math.sin(2 * math.pi * tick / season)


def saw_tooth(length, low, high, peak, rng):
    tooth, rising = int(rng.integers(20, 51)), rng.uniform(0.15, 0.35)

    def level(tick):
        y = (tick % tooth) / tooth
        return low + (high - low) * (y / rising if y < rising else (1 - y) / (1 - rising))

    return level


def spike(length, low, high, peak, rng):
    begin, decay = math.floor(length * rng.uniform(0.2, 0.5)), rng.uniform(0.05, 0.15)

    def level(tick):
        return low if tick < begin else low + (high - low) * (1 - decay) ** max(0, tick - begin - 4)

    return level


def sustained(length, low, high, peak, rng):
    return lambda tick: 0.9 * peak


def swing(length, low, high, peak, rng):
    half = int(rng.integers(5, 16))
    return lambda tick: 0.05 * peak if tick // half % 2 == 0 else peak


def crash(length, low, high, peak, rng):
    begin = math.floor(length * rng.uniform(0.3, 0.6))

    def level(tick):
        since = (tick - begin) / length
        back = 1.0 if since < 0 else min(1.0, max(0.0, since / 0.1 - 1))
        return peak * (0.05 + 0.85 * back)

    return level


TRAINING_PATTERNS = (double_wave, linear, exponential, steps, trend, seasonal, saw_tooth, spike)
PATTERNS = {"training": TRAINING_PATTERNS, "all": (*TRAINING_PATTERNS, sustained, swing, crash)}


class WriteupTraffic:
    """Users, tick by tick, without end."""

    def __init__(self, nodes, seed, patterns="training"):
        self.rng = np.random.default_rng(seed)
        self.patterns = PATTERNS[patterns]
        self.peak = PEAK_PER_NODE * nodes
        self.length = self.tick = 0
        self.last_level = self.cycle_start = None
        self.scale = 1.0

    def next(self):
        if self.tick == self.length:
            self.begin_cycle()
        rng = self.rng
        self.last_level = self.smooth_level(self.tick)
        self.tick += 1
        u = rng.random()
        level = self.low if u < JUMP else self.high if u < 2 * JUMP else self.last_level
        self.scale = min(
            SCALE_BOUNDS[1], max(SCALE_BOUNDS[0], self.scale + SCALE_STEP * rng.standard_normal())
        )
        users = level * self.scale * (1 + JITTER * (2 * rng.random() - 1))
        # Halves are rounded up, as Math.round does.
        return float(min(self.peak, max(LEAST_USERS, math.floor(users + 0.5))))

    def begin_cycle(self):
        rng = self.rng
        pattern = self.patterns[rng.integers(len(self.patterns))]
        self.length = int(rng.integers(60, 901))
        self.low = self.peak * rng.uniform(0.05, 0.25)
        self.high = self.peak * rng.uniform(0.65, 1.0)
        self.level = pattern(self.length, self.low, self.high, self.peak, rng)
        self.cycle_start = self.last_level
        self.tick = 0

    def smooth_level(self, tick):
        level = self.level(tick)
        if self.cycle_start is None:
            return level
        share = min(1.0, (tick + 1) / TRANSITION)
        return self.cycle_start + share * (level - self.cycle_start)


class ListedTraffic:
    """Users from a list."""

    def __init__(self, users):
        self.next = iter(users).__next__


# --- Cluster ---


class WriteupEnv(gymnasium.Env):
    """One cluster of `size` nodes. `steps` is the length of an episode, None for one without end.

    The traffic belongs to the environment and runs on over resets. `record` is what the last step was like,
    with means over active nodes.
    """

    def __init__(self, size, steps=EPISODE_STEPS, seed=0, patterns="training", noise=1.0, traffic=None):
        self.observation_space = gymnasium.spaces.Box(0.0, 1.0, (6 * size + 1,), np.float64)
        self.action_space = gymnasium.spaces.Box(0.0, 1.0, (size + 1,), np.float32)
        self.size, self.steps, self.noise = size, steps, noise
        self.traffic = traffic or WriteupTraffic(size, [seed, 0], patterns)
        self.rng = np.random.default_rng([seed, 1])
        self.peak = PEAK_PER_NODE * size
        self.record = {}

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.active = np.arange(self.size) < 1
        self.last_command = 0
        self.step_number = 0
        self.users = self.traffic.next()
        return self.serve(np.ones(self.size)), {}

    def step(self, action):
        vector = np.clip(np.asarray(action, np.float64), 0.0, 1.0)
        if self.step_number > 0:
            self.users = self.traffic.next()
        self.step_number += 1
        command = 1 if vector[-1] >= 0.7 else -1 if vector[-1] <= 0.3 else 0
        reversed_command = command != 0 and command == -self.last_command
        before = int(self.active.sum())
        if command == 1 and before < self.size:
            self.active[int(np.argmin(self.active))] = True
        elif command == -1 and before > 1:
            self.active[int(np.flatnonzero(self.active)[-1])] = False
        self.last_command = command or self.last_command
        observation = self.serve(vector[:-1])
        terms = self.terms(reversed_command)
        self.record.update(
            terms=terms, command=command, reversed=reversed_command, changed=self.record["active"] != before
        )
        return observation, sum(terms.values()), False, self.step_number == self.steps, {}

    def serve(self, weights):
        """What every node shows under this step's users; returns the observation."""
        size, active = self.size, self.active
        count = int(active.sum())
        largest = weights[active].max()
        if largest > 0:
            shares = np.where(active, weights / largest, 0.0)
            shares /= shares.sum()
        else:
            shares = active / count
        arrivals = self.users * shares
        rho = arrivals / SERVICE_RATE
        saturated = rho >= 0.95
        # Where a node is saturated the straight lines hold; 0.5 only keeps the other formula finite.
        below = np.where(saturated, 0.5, rho)
        number = np.where(saturated, 19 + 200 * (rho - 0.95), below / (1 - below))
        latency = np.where(saturated, 20 * 0.05 + 5 * (rho - 0.95), 0.05 / (1 - below))
        errors = np.where(active & (rho >= 0.9), 1 / (1 + np.exp(-15 * (rho - 1.05))), 0.0)
        cpu_noise, latency_noise, memory_noise = self.noise * self.rng.standard_normal((3, size))
        latency *= (1 + np.abs(0.05 * latency_noise)) * active
        cpu = np.clip(rho + 0.02 * cpu_noise, 0, 1) * active
        memory = np.clip(0.15 + 0.015 * number + 0.02 * memory_noise, 0, 1) * active
        queue = min(float((number - rho).sum()) / (3 * size), 1.0)
        self.record = {
            "users": self.users,
            "active": count,
            "cpu": float(cpu.sum()) / count,
            "memory": float(memory.sum()) / count,
            "latency": float(latency.sum()) / count,
            "error_rate": float(errors.sum()) / count,
            "failed": float(arrivals @ errors),
            "queue": queue,
        }
        return np.concatenate(
            [
                cpu,
                memory,
                queue * active,
                np.minimum(latency, 1.0),
                errors,
                active,
                [min(self.users / self.peak, 1.0)],
            ]
        )

    def terms(self, reversed_command):
        record = self.record
        cpu, latency = record["cpu"], min(record["latency"], 1.0)
        return {
            "latency": -10 * (latency**2 if latency > 0.1 else 0.0),
            "errors": -50 * record["error_rate"],
            "cost": -5 * record["active"] / self.size,
            "saturation": -15 * (max(record["memory"] - 0.85, 0.0) + max(cpu - 0.92, 0.0)),
            "idle": -4 * max(0.4 - cpu, 0.0),
            "preventive": -5 * max(cpu - 0.85, 0.0),
            "friction": -1.0 if reversed_command else 0.0,
            "queue": -15 * record["queue"],
        }
