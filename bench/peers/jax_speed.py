"""Times PPO in JAX, or parts of it (speed_protocol.py). Argument: settings as JSON.

`work` is "train" (rollouts and updates), "learn" (updates on one recorded rollout) or "environment" (clusters alone,
under actions drawn beforehand). `seeds` are trained together in one compiled function, `together` says how: "vmap"
(batched), "map" (one after the other), or "devices" (a part of them on each device, there one after the other).
"""

import json
import sys
import time
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, PartitionSpec
from jax_cluster import advance, begin
from jax_ppo import initial_state, learn_from, rollout, update
from speed_protocol import answer_requests


def read_settings():
    settings = json.loads(sys.argv[1])
    ppo = settings.pop("ppo")
    ppo["advantageLambda"] = ppo.pop("lambda")
    ppo["learningRate"] = ppo["learningRate"]["from"]
    return SimpleNamespace(**settings, **ppo)


def training(settings):
    """Rollouts and updates of all seeds: the state, and the function that is compiled."""
    seeds = settings.seed + jnp.arange(settings.seeds)
    state = jax.jit(jax.vmap(lambda seed: initial_state(settings, seed)))(seeds)
    steps = settings.clusters * settings.rolloutSteps * settings.seeds

    def one(state, tick):
        return update(settings, state, tick)

    def one_after_the_other(states, tick):
        states, ticks, reports = jax.lax.map(lambda state: one(state, tick), states)
        return states, ticks[0], reports

    if settings.seeds == 1:
        return (jax.tree.map(lambda x: x[0], state), jnp.int32(0)), one, steps
    # Episodes of all seeds end together: their step stays one number.
    together = {
        "vmap": jax.vmap(one, (0, None), (0, None, 0)),
        "map": one_after_the_other,
        "devices": on_devices(one_after_the_other),
    }[settings.together]

    def step(state, tick):
        state, tick, report = together(state, tick)
        return state, tick, jax.tree.map(jnp.mean, report)

    return (state, jnp.int32(0)), step, steps


def on_devices(function):
    """`function` of states and a step on every device, each with its part of the states."""
    each, same = PartitionSpec("seeds"), PartitionSpec()
    mesh = Mesh(np.array(jax.devices()), ("seeds",))
    return jax.shard_map(
        function, mesh=mesh, in_specs=(each, same), out_specs=(each, same, each), check_vma=False
    )


def learning(settings):
    state = jax.jit(lambda: initial_state(settings, settings.seed))()
    key = jax.random.key(settings.seed)
    _, _, samples, _ = jax.jit(lambda s: rollout(settings, s.parameters, s.course, jnp.int32(0), key))(state)
    optimizer = (state.parameters, state.first, state.second, state.steps)

    def step(optimizer, key):
        key, order_key = jax.random.split(key)
        optimizer, report = learn_from(settings, optimizer, samples, order_key)
        return optimizer, key, report

    return (optimizer, key), step, settings.clusters * settings.rolloutSteps


def environment(settings):
    shape = (settings.episodeSteps, settings.clusters, settings.size + 1)
    actions = jax.random.uniform(jax.random.key(settings.seed), shape, minval=-0.2, maxval=1.2)

    def episode(key, total):
        key, begin_key, noise_key = jax.random.split(key, 3)
        noise = jax.random.normal(noise_key, (settings.episodeSteps, 3, settings.clusters, settings.size))
        ticks = jnp.arange(settings.episodeSteps)

        def step(clusters, at):
            clusters, observation, reward = advance(settings, clusters, *at)
            # Observations are written out, or the compiler would leave them away.
            return clusters, (observation, reward.mean())

        _, (observations, rewards) = jax.lax.scan(step, begin(settings, begin_key)[0], (ticks, actions, noise))
        return key, total + observations[-1].sum(), {"stepReward": rewards.mean(), "seen": observations}

    return (jax.random.key(settings.seed), jnp.float32(0)), episode, settings.episodeSteps * settings.clusters


def main():
    settings = read_settings()
    began = time.perf_counter()
    work = {"train": training, "learn": learning, "environment": environment}[settings.work]
    state, step, steps = work(settings)
    compiled = jax.jit(step, donate_argnums=(0, 1))
    last = {}

    def once():
        nonlocal state
        *state, report = compiled(*state)
        jax.block_until_ready((state, report))
        if "stepReward" in report:
            last["stepReward"] = float(report["stepReward"])
        return steps

    once()
    answer_requests(once, time.perf_counter() - began, lambda: last)


if __name__ == "__main__":
    main()
