"""PPO in JAX with everything compiled: rollout, advantages, epochs of minibatches, Adam and normalisation.

It does what lib/ppo does with the same settings (PpoSettings, a dictionary's items as attributes): separate actor and
critic with tanh layers, a Gaussian with free deviations, running normalisation of observations and of rewards by
the spread of discounted returns, bootstrapping at the time limit. `update` is one rollout and its epochs.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax_cluster import Clusters, advance, begin

LOG_ROOT_TWO_PI = 0.5 * jnp.log(2 * jnp.pi)
CLIP = 10.0


class Moments(NamedTuple):
    mean: jax.Array
    variance: jax.Array
    count: jax.Array


class Course(NamedTuple):
    """What outlasts a step of the environments."""

    clusters: Clusters
    seen: jax.Array  # normalised observations, [B, O]
    observation_moments: Moments
    return_moments: Moments
    returns: jax.Array  # discounted rewards since the episode began, [B]


class State(NamedTuple):
    """What outlasts an update."""

    parameters: dict
    first: dict
    second: dict
    steps: jax.Array
    course: Course
    key: jax.Array


class Sample(NamedTuple):
    observation: jax.Array
    action: jax.Array
    log_probability: jax.Array
    advantage: jax.Array
    value_target: jax.Array


# --- Policy ---


def stack(key, widths, last_gain):
    gains = [2**0.5] * (len(widths) - 2) + [last_gain]
    keys = jax.random.split(key, len(gains))
    return [
        (jax.nn.initializers.orthogonal(gain)(k, shape), jnp.zeros(shape[1]))
        for k, gain, shape in zip(keys, gains, zip(widths, widths[1:]))
    ]


def initial_parameters(settings, key):
    actor_key, critic_key = jax.random.split(key)
    inputs, outputs = 6 * settings.size + 1, settings.size + 1
    return {
        "actor": stack(actor_key, [inputs, *settings.hidden, outputs], 0.01),
        "critic": stack(critic_key, [inputs, *settings.hidden, 1], 1.0),
        "log_deviation": jnp.zeros(outputs),
    }


def forward(layers, x):
    *hidden, (weights, bias) = layers
    for w, b in hidden:
        x = jnp.tanh(x @ w + b)
    return x @ weights + bias


def forward_both(parameters, x):
    """Means and values at once: one product for the first layers of both is faster than two."""
    actor, critic = parameters["actor"], parameters["critic"]
    (actor_weights, actor_bias), (critic_weights, critic_bias) = actor[0], critic[0]
    width = len(actor_bias)
    weights = jnp.concatenate([actor_weights, critic_weights], 1)
    first = jnp.tanh(x @ weights + jnp.concatenate([actor_bias, critic_bias]))
    return forward(actor[1:], first[..., :width]), forward(critic[1:], first[..., width:])[..., 0]


def value_of(parameters, observation):
    return forward(parameters["critic"], observation)[..., 0]


def log_density(mean, log_deviation, action):
    standard = (action - mean) * jnp.exp(-log_deviation)
    return (-0.5 * standard**2 - log_deviation - LOG_ROOT_TWO_PI).sum(-1)


# --- Normalisation ---


def initial_moments(shape):
    return Moments(jnp.zeros(shape), jnp.ones(shape), jnp.float32(1e-4))


def updated(moments, samples):
    mean, variance, count = moments
    rows = samples.shape[0]
    total = count + rows
    batch_mean = samples.mean(0)
    squares = ((samples - batch_mean) ** 2).sum(0)
    difference = batch_mean - mean
    variance = (variance * count + squares + difference**2 * count * rows / total) / total
    return Moments(mean + difference * rows / total, variance, total)


def normalized(moments, x):
    return jnp.clip((x - moments.mean) * jax.lax.rsqrt(moments.variance + 1e-8), -CLIP, CLIP)


# --- Rollout ---


def initial_state(settings, seed):
    key, parameter_key, cluster_key = jax.random.split(jax.random.key(seed), 3)
    parameters = initial_parameters(settings, parameter_key)
    clusters, observation = begin(settings, cluster_key)
    moments = updated(initial_moments(observation.shape[1:]), observation)
    course = Course(
        clusters,
        normalized(moments, observation),
        moments,
        initial_moments(()),
        jnp.zeros(settings.clusters),
    )
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    return State(parameters, zeros, zeros, jnp.int32(0), course, key)


def rollout(settings, parameters, course, tick, key):
    """T steps of every cluster from the episodes' step `tick` on: the course, the tick, the samples [T, B], and the mean reward of a step."""
    batch, size, steps = settings.clusters, settings.size, settings.rolloutSteps
    action_key, noise_key, begin_key = jax.random.split(key, 3)
    draws = (
        jax.random.normal(action_key, (steps, batch, size + 1)),
        jax.random.normal(noise_key, (steps, 3, batch, size)),
        jnp.arange(steps),
    )

    def step(carry, drawn):
        course, tick = carry
        action_noise, noise, t = drawn
        mean = forward(parameters["actor"], course.seen)
        log_deviation = parameters["log_deviation"]
        action = mean + jnp.exp(log_deviation) * action_noise
        clusters, reached, reward = advance(settings, course.clusters, tick, action, noise)
        tick = tick + 1
        ended = tick == settings.episodeSteps
        # One scalar decides for all clusters, so that only what is needed is computed.
        clusters, observation = jax.lax.cond(
            ended,
            lambda: begin(settings, jax.random.fold_in(begin_key, t)),
            lambda: (clusters, reached),
        )
        moments = updated(course.observation_moments, observation)
        returns = settings.discount * course.returns + reward
        return_moments = updated(course.return_moments, returns)
        scaled = jnp.clip(reward * jax.lax.rsqrt(return_moments.variance + 1e-8), -CLIP, CLIP)
        reached_value = jax.lax.cond(
            ended,
            lambda: value_of(parameters, normalized(moments, reached)),
            lambda: jnp.zeros(batch),
        )
        after = Course(
            clusters,
            normalized(moments, observation),
            moments,
            return_moments,
            jnp.where(ended, 0.0, returns),
        )
        seen = (course.seen, action, log_density(mean, log_deviation, action), scaled)
        return (after, jnp.where(ended, 0, tick)), (*seen, reached_value, ended, reward.mean())

    (course, tick), (observation, action, log_probability, reward, reached_value, ended, mean_reward) = (
        jax.lax.scan(step, (course, tick), draws)
    )
    values = value_of(parameters, jnp.concatenate([observation, course.seen[None]]))
    next_values = jnp.where(ended[:, None], reached_value, values[1:])
    advantage = advantages(settings, reward, values[:-1], next_values, ended)
    samples = Sample(observation, action, log_probability, advantage, advantage + values[:-1])
    return course, tick, samples, mean_reward.mean()


def advantages(settings, rewards, values, next_values, ended):
    """Generalised advantage estimation; an episode ends by its time limit only."""
    deltas = rewards + settings.discount * next_values - values
    carried = settings.discount * settings.advantageLambda * (1.0 - ended)

    def back(following, at):
        delta, factor = at
        following = delta + factor * following
        return following, following

    return jax.lax.scan(back, jnp.zeros(settings.clusters), (deltas, carried), reverse=True)[1]


# --- Learning ---


def loss(settings, parameters, samples):
    mean, value = forward_both(parameters, samples.observation)
    log_deviation = parameters["log_deviation"]
    log_ratio = log_density(mean, log_deviation, samples.action) - samples.log_probability
    ratio = jnp.exp(log_ratio)
    advantage = samples.advantage
    advantage = (advantage - advantage.mean()) / (advantage.std(ddof=1) + 1e-8)
    clipped = jnp.clip(ratio, 1 - settings.clipRange, 1 + settings.clipRange)
    policy_loss = -jnp.minimum(ratio * advantage, clipped * advantage).mean()
    value_loss = ((samples.value_target - value) ** 2).mean()
    entropy = (log_deviation + LOG_ROOT_TWO_PI + 0.5).sum()
    total = policy_loss + settings.vfCoef * value_loss - settings.entCoef * entropy
    report = {
        "policyLoss": policy_loss,
        "valueLoss": value_loss,
        "entropy": entropy,
        "approxKl": (ratio - 1 - log_ratio).mean(),
        "clipFraction": (jnp.abs(ratio - 1) > settings.clipRange).mean(),
    }
    return total, report


def learn(settings, optimizer, samples):
    """One step of Adam against the clipped gradient of a minibatch."""
    parameters, first, second, steps = optimizer
    (_, report), gradient = jax.value_and_grad(lambda p: loss(settings, p, samples), has_aux=True)(parameters)
    norm = jnp.sqrt(sum((slope**2).sum() for slope in jax.tree.leaves(gradient)))
    factor = jnp.minimum(1.0, settings.maxGradNorm / (norm + 1e-6))
    steps = steps + 1
    size = settings.learningRate / (1 - 0.9**steps)
    second_scale = 1 / (1 - 0.999**steps)
    first = jax.tree.map(lambda m, slope: 0.9 * m + 0.1 * factor * slope, first, gradient)
    second = jax.tree.map(lambda v, slope: 0.999 * v + 0.001 * (factor * slope) ** 2, second, gradient)
    parameters = jax.tree.map(
        lambda p, m, v: p - size * m / (jnp.sqrt(v * second_scale) + 1e-5), parameters, first, second
    )
    return (parameters, first, second, steps), report | {"gradNorm": norm}


def learn_from(settings, optimizer, samples, key):
    """The epochs over a rollout's samples [T, B]; what minibatches report is averaged."""
    flat = jax.tree.map(lambda x: x.reshape(-1, *x.shape[2:]), samples)
    count = settings.clusters * settings.rolloutSteps

    def epoch(optimizer, epoch_key):
        order = jax.random.permutation(epoch_key, count).reshape(-1, settings.minibatch)
        return jax.lax.scan(
            lambda state, rows: learn(settings, state, jax.tree.map(lambda x: x[rows], flat)), optimizer, order
        )

    optimizer, reports = jax.lax.scan(epoch, optimizer, jax.random.split(key, settings.epochs))
    return optimizer, jax.tree.map(jnp.mean, reports)


def update(settings, state, tick):
    """One rollout and its epochs: the state, the episodes' step, and a report."""
    key, rollout_key, learning_key = jax.random.split(state.key, 3)
    course, tick, samples, reward = rollout(settings, state.parameters, state.course, tick, rollout_key)
    optimizer = (state.parameters, state.first, state.second, state.steps)
    optimizer, report = learn_from(settings, optimizer, samples, learning_key)
    return State(*optimizer, course, key), tick, report | {"stepReward": reward}
