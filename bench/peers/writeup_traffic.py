"""The write-up's traffic: a port of lib/workload/writeup-*.ts, whose comments say why things are as they are."""

import math

import numpy as np
from writeup_cluster import PEAK_PER_NODE

LEAST_USERS = 10

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
