"""The write-up's memoryless cluster as pure functions, for numpy and for JAX alike: `xp` is either.

A port of lib/cluster/writeup, whose comments say why things are as they are, and of lib/workload/diurnal.ts.
Arrays may have any leading dimensions (clusters), written `...`; nodes are the last one. Nodes start and stop
in the cluster's order, so a fleet is a number n and its active nodes are the first n. Without noise, under the
same users and actions, all agrees with the TypeScript cluster to rounding (check_env.py).
"""

import math

SERVICE_RATE = 20.0
PEAK_PER_NODE = 9
USERS_PER_NODE = 10
SLA = 0.5


def diurnal_users(xp, size, tick, phase, level, amplitude, period):
    """Users in tick 0, 1, ...: the mean of 10 N L (1 + A sin(2 pi t / P + phase)) over one second, at most 0.95 x 10 N."""
    half = math.pi / period
    mean = level * (1 + amplitude * xp.sin(2 * half * tick + phase + half) * (math.sin(half) / half))
    return USERS_PER_NODE * size * xp.minimum(mean, 0.95)


def active_nodes(xp, size, fleet):
    """1 for the first `fleet` nodes, else 0: [..., N]."""
    return (xp.arange(size) < xp.asarray(fleet)[..., None]) * 1.0


def command_of(xp, action):
    """The last entry of action vectors in [0, 1], [..., N + 1], as +1 (start a node), -1 or 0."""
    scale = action[..., -1]
    return (scale >= 0.7) * 1 - (scale <= 0.3) * 1


def shares(xp, weights, active):
    """Weights as shares of the active nodes, equal ones where all their weights are 0."""
    weights = weights * active
    largest = weights.max(-1, keepdims=True)
    relative = xp.where(largest > 0, weights / xp.where(largest > 0, largest, 1.0), active)
    return relative / relative.sum(-1, keepdims=True)


def serve(xp, users, weights, active, noise):
    """What nodes show under `users` [...]: the observation [..., 6N + 1], and the step's means over active nodes.

    noise: standard normal numbers for CPU, latency and memory, each [..., N] or 0.
    """
    size = active.shape[-1]
    count = active.sum(-1)
    arrivals = users[..., None] * shares(xp, weights, active)
    rho = arrivals / SERVICE_RATE
    saturated = rho >= 0.95
    # Where a node is saturated the straight lines hold; 0.5 only keeps the other formula finite.
    below = xp.where(saturated, 0.5, rho)
    number = xp.where(saturated, 19 + 200 * (rho - 0.95), below / (1 - below))
    latency = xp.where(saturated, 20 * 0.05 + 5 * (rho - 0.95), 0.05 / (1 - below))
    errors = xp.where(rho >= 0.9, 1 / (1 + xp.exp(-15 * (rho - 1.05))), 0.0) * active
    cpu_noise, latency_noise, memory_noise = noise
    latency = latency * (1 + xp.abs(0.05 * latency_noise)) * active
    cpu = xp.clip(rho + 0.02 * cpu_noise, 0, 1) * active
    memory = xp.clip(0.15 + 0.015 * number + 0.02 * memory_noise, 0, 1) * active
    queue = xp.minimum((number - rho).sum(-1) / (3 * size), 1.0)
    peak = PEAK_PER_NODE * size
    observation = xp.concatenate(
        [
            cpu,
            memory,
            queue[..., None] * active,
            xp.minimum(latency, 1.0),
            errors,
            active,
            xp.minimum(users / peak, 1.0)[..., None],
        ],
        -1,
    )
    record = {
        "users": users,
        "active": count,
        "cpu": cpu.sum(-1) / count,
        "memory": memory.sum(-1) / count,
        "latency": latency.sum(-1) / count,
        "error_rate": errors.sum(-1) / count,
        "failed": (arrivals * errors).sum(-1),
        "queue": queue,
    }
    return observation, record


def reward_terms(xp, size, record, reversed_command):
    """The weighted terms of the reward, which is their sum."""
    cpu, latency = record["cpu"], xp.minimum(record["latency"], 1.0)

    def above(value, limit):
        return xp.maximum(value - limit, 0.0)

    return {
        "latency": -10 * xp.where(latency > 0.1, latency**2, 0.0),
        "errors": -50 * record["error_rate"],
        "cost": -5 * record["active"] / size,
        "saturation": -15 * (above(record["memory"], 0.85) + above(cpu, 0.92)),
        "idle": -4 * above(0.4, cpu),
        "preventive": -5 * above(cpu, 0.85),
        "friction": -1.0 * reversed_command,
        "queue": -15 * record["queue"],
    }


def first_observation(xp, size, users, noise):
    """What one node shows under the users of the first tick, with equal weights."""
    active = active_nodes(xp, size, xp.ones_like(users))
    return serve(xp, users, xp.ones_like(active), active, noise)[0]


def transition(xp, size, fleet, last_command, action, users, noise):
    """One control step of every cluster, under action vectors [..., N + 1], cut to [0, 1] first.

    Returns fleet, last command that wasn't hold, observation, terms of the reward, and the step's record.
    """
    action = xp.clip(action, 0.0, 1.0)
    command = command_of(xp, action)
    reversed_command = (command != 0) & (command == -last_command)
    after = xp.clip(fleet + command, 1, size)
    last_command = xp.where(command != 0, command, last_command)
    observation, record = serve(xp, users, action[..., :-1], active_nodes(xp, size, after), noise)
    terms = reward_terms(xp, size, record, reversed_command)
    record |= {"command": command, "reversed": reversed_command, "changed": after != fleet}
    return after, last_command, observation, terms, record
