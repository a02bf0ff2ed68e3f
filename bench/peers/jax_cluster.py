"""B of the write-up's clusters (writeup_cluster.py) that step together in JAX, under a day's rise and fall."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from writeup_cluster import diurnal_users, first_observation, transition


class Clusters(NamedTuple):
    """What B clusters carry from step to step; episodes of all of them begin and end together."""

    fleet: jax.Array
    last_command: jax.Array
    phase: jax.Array


def begin(settings, key):
    """New episodes: the clusters, and what they show, [B, 6N + 1]."""
    batch, size = settings.clusters, settings.size
    key, phase_key = jax.random.split(key)
    phase = 2 * jnp.pi * jax.random.uniform(phase_key, (batch,))
    users = diurnal_users(jnp, size, 0, phase, **settings.traffic)
    observation = first_observation(jnp, size, users, jax.random.normal(key, (3, batch, size)))
    clusters = Clusters(jnp.ones(batch, jnp.int32), jnp.zeros(batch, jnp.int32), phase)
    return clusters, observation.astype(jnp.float32)


def advance(settings, clusters, tick, action, noise):
    """One step, the episode's step `tick`: the clusters, what they show, and rewards."""
    size = settings.size
    users = diurnal_users(jnp, size, tick, clusters.phase, **settings.traffic)
    fleet, last_command, observation, terms, _ = transition(
        jnp, size, clusters.fleet, clusters.last_command, action, users, noise
    )
    return Clusters(fleet, last_command, clusters.phase), observation, sum(terms.values())
