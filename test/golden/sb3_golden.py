"""Writes sb3.json: what Stable-Baselines3's own code makes of random arrays. From the repository's root:

    apt-get install python3-torch python3-venv
    /usr/bin/python3 -m venv --system-site-packages .cache/golden-sb3
    .cache/golden-sb3/bin/pip install --no-deps -r test/golden/sb3-requirements.txt
    .cache/golden-sb3/bin/python test/golden/sb3_golden.py

No formula of PPO is written down here: advantages come from RolloutBuffer, losses and updates from
PPO.train, statistics from RunningMeanStd and VecNormalize. SB3 keeps its buffers in float32; where nothing
else is said they were replaced by float64 arrays, so values agree with an implementation in doubles to
rounding. (The share of clipped ratios stays float32.)
"""

import json
import pathlib
import re
from importlib.metadata import version

import gymnasium
import numpy as np
import torch as th
from stable_baselines3 import PPO
from stable_baselines3.common.buffers import RolloutBuffer
from stable_baselines3.common.distributions import DiagGaussianDistribution
from stable_baselines3.common.logger import configure
from stable_baselines3.common.running_mean_std import RunningMeanStd
from stable_baselines3.common.torch_layers import FlattenExtractor
from stable_baselines3.common.utils import get_linear_fn
from stable_baselines3.common.vec_env import VecEnv, VecNormalize

th.set_num_threads(1)


def box(size, low=-np.inf, high=np.inf):
    return gymnasium.spaces.Box(low, high, (size,), np.float32)


def binary(values):
    """Rounded to multiples of 2^-12, which float32 holds exactly: SB3 casts some inputs to it."""
    return np.round(np.asarray(values) * 4096) / 4096


class Scripted(gymnasium.Env):
    """Random observations and rewards; episodes end where told. Keeps what it took and what it gave."""

    def __init__(self, observations=2, actions=1, ends=(), low=-1.0, high=1.0, seed=0):
        self.observation_space, self.action_space = box(observations), box(actions, low, high)
        self.random, self.ends = np.random.default_rng(seed), dict(ends)
        self.actions, self.reached, self.rewards = [], [], []

    def observation(self):
        return binary(self.random.normal(size=self.observation_space.shape)).astype(np.float32)

    def reset(self, seed=None, options=None):
        return self.observation(), {}

    def step(self, action):
        self.actions.append(np.array(action))
        self.reached.append(self.observation())
        self.rewards.append(float(binary(self.random.normal())))
        end = self.ends.get(len(self.actions) - 1, "")
        return self.reached[-1], self.rewards[-1], "terminated" in end, "truncated" in end, {}


# --- Advantages ---


def gae_case(name, steps, discount, lam, ends, rng):
    """`ends` maps a step to "terminated", "truncated" or both."""
    rewards, values = rng.normal(size=steps), 2 * rng.normal(size=steps)
    terminated = np.array(["terminated" in ends.get(t, "") for t in range(steps)])
    truncated = np.array(["truncated" in ends.get(t, "") for t in range(steps)])
    done = terminated | truncated
    # V of the state a step reaches: where the episode ends that is its last state, before the reset.
    after_last = 2 * rng.normal()
    next_values = np.where(done, 2 * rng.normal(size=steps), np.append(values[1:], after_last))
    buffer = RolloutBuffer(steps, box(1), box(1), gae_lambda=lam, gamma=discount)
    # As in OnPolicyAlgorithm.collect_rollouts: only a time limit is bootstrapped; both at once is none.
    buffer.rewards = (rewards + discount * next_values * (truncated & ~terminated))[:, None]
    buffer.values = values[:, None].copy()
    buffer.episode_starts = np.append(True, done[:-1]).astype(float)[:, None]
    buffer.advantages = np.zeros((steps, 1))
    buffer.compute_returns_and_advantage(th.tensor([after_last], dtype=th.float64), done[-1:])
    return {
        "name": name,
        "dtype": "float64",
        "discount": discount,
        "lambda": lam,
        "rewards": rewards,
        "values": values,
        "nextValues": next_values,
        "terminated": terminated,
        "truncated": truncated,
        "episodeStarts": buffer.episode_starts[:, 0],
        "lastValue": after_last,
        "advantages": buffer.advantages[:, 0],
        "returns": buffer.returns[:, 0],
    }


def collected_case():
    """The same through PPO.collect_rollouts, untouched: its policy, its environment wrapper, its float32."""
    ends = {
        4: "terminated",
        11: "truncated",
        12: "terminated",
        20: "terminated and truncated",
        31: "truncated",
    }
    env = Scripted(ends=ends, seed=5)
    model = PPO(
        "MlpPolicy",
        env,
        n_steps=32,
        batch_size=32,
        gamma=0.8622,
        gae_lambda=0.9067,
        seed=1,
        device="cpu",
        policy_kwargs={"net_arch": [4]},
    )
    _, callback = model._setup_learn(32)
    model.collect_rollouts(model.env, callback, model.rollout_buffer, 32)
    buffer = model.rollout_buffer
    with th.no_grad():
        next_values = model.policy.predict_values(th.tensor(np.array(env.reached))).numpy()[:, 0]
    return {
        "name": "collected by SB3",
        "dtype": "float32",
        "discount": model.gamma,
        "lambda": model.gae_lambda,
        "rewards": env.rewards,
        "values": buffer.values[:, 0],
        "nextValues": next_values,
        "terminated": ["terminated" in ends.get(t, "") for t in range(32)],
        "truncated": ["truncated" in ends.get(t, "") for t in range(32)],
        "advantages": buffer.advantages[:, 0],
        "returns": buffer.returns[:, 0],
    }


def gae_cases():
    rng = np.random.default_rng(11)
    # Episodes of 100 steps and rollouts of 128: time limits inside a rollout and at its end.
    yield gae_case("write-up's settings", 128, 0.8622, 0.9067, {27: "truncated", 127: "truncated"}, rng)
    yield gae_case("no end", 16, 0.99, 0.95, {}, rng)
    yield gae_case("terminations", 24, 0.99, 0.95, {5: "terminated", 13: "terminated"}, rng)
    yield gae_case("truncations", 24, 0.9, 0.8, {5: "truncated", 13: "truncated"}, rng)
    mixed = {0: "truncated", 3: "terminated", 4: "truncated", 9: "terminated and truncated", 19: "terminated"}
    yield gae_case("both", 20, 0.8622, 0.9067, mixed, rng)
    yield gae_case("lambda 1", 8, 0.9, 1.0, {3: "truncated"}, rng)
    yield gae_case("lambda 0", 8, 0.9, 0.0, {3: "truncated"}, rng)
    yield gae_case("no discount", 8, 1.0, 0.95, {3: "terminated"}, rng)
    yield gae_case("one step", 1, 0.9, 0.95, {}, rng)
    yield collected_case()


# --- Loss and updates through PPO.train ---


class OrderedBuffer(RolloutBuffer):
    """Minibatches in order instead of shuffled, so that a case can list them."""

    def get(self, batch_size=None):
        for first in range(0, self.buffer_size, batch_size):
            yield self._get_samples(np.arange(first, min(first + batch_size, self.buffer_size)))


def trainer(rows, observations, actions, **settings):
    """A PPO in float64 whose buffer takes `rows` given rows."""
    model = PPO(
        "MlpPolicy",
        Scripted(observations, actions),
        # SB3 wants two rows at least in a rollout, though the rest of one may be a single row.
        n_steps=max(rows, 2),
        n_epochs=1,
        device="cpu",
        seed=0,
        rollout_buffer_class=OrderedBuffer,
        **settings,
    )
    model.rollout_buffer.buffer_size = rows
    model.set_logger(configure(None, []))
    return model


def fill(model, *, observations, actions, old_log_probs, advantages, returns):
    buffer = model.rollout_buffer
    buffer.observations, buffer.actions = np.array(observations), np.array(actions)
    for name, rows in {"log_probs": old_log_probs, "advantages": advantages, "returns": returns}.items():
        setattr(buffer, name, np.array(rows)[:, None])
    buffer.values = np.zeros_like(buffer.returns)
    buffer.full = buffer.generator_ready = True


class Table(th.nn.Module):
    """A policy that is a table of means and values, so that gradients by them can be read off."""

    def __init__(self, means, log_std, values):
        super().__init__()
        self.means, self.log_std, self.values = (
            th.nn.Parameter(th.tensor(x)) for x in (means, log_std, values)
        )
        self.optimizer = th.optim.SGD(self.parameters(), lr=0.0)

    def set_training_mode(self, mode):
        self.train(mode)

    def evaluate_actions(self, observations, actions):
        row = observations[:, 0].long()
        policy = gaussian(self.means[row], self.log_std)
        return self.values[row], policy.log_prob(actions), policy.entropy()


def gaussian(means, log_std):
    return DiagGaussianDistribution(log_std.shape[-1]).proba_distribution(means, log_std)


def loss_case(name, rng, rows=12, actions=3, clip=0.3, entropy_weight=1e-4, normalise=True, moved=1.0):
    """`moved`: how far the policy is from the one that acted."""
    old_means, old_log_std = rng.normal(size=(rows, actions)), 0.3 * rng.normal(size=actions) - 0.5
    taken = binary(old_means + np.exp(old_log_std) * rng.normal(size=(rows, actions)))
    means = old_means + moved * 0.15 * rng.normal(size=(rows, actions))
    log_std = old_log_std + moved * 0.1 * rng.normal(size=actions)
    advantages = 2 * rng.normal(size=rows) + 0.5
    returns, values = rng.normal(size=(2, rows))
    old_log_probs = gaussian(th.tensor(old_means), th.tensor(old_log_std)).log_prob(th.tensor(taken)).numpy()
    model = trainer(
        rows,
        1,
        actions,
        batch_size=max(rows, 2),
        clip_range=clip,
        vf_coef=0.5,
        ent_coef=entropy_weight,
        normalize_advantage=normalise,
        max_grad_norm=np.inf,
        learning_rate=0.0,
    )
    model.policy = policy = Table(means, log_std, values)
    fill(
        model,
        observations=np.arange(rows)[:, None],
        actions=taken,
        old_log_probs=old_log_probs,
        advantages=advantages,
        returns=returns,
    )
    model.train()
    logged = model.logger.name_to_value
    current = gaussian(policy.means, policy.log_std)
    return {
        "name": name,
        "clip": clip,
        "valueWeight": 0.5,
        "entropyWeight": entropy_weight,
        "normaliseAdvantages": normalise,
        "means": means,
        "logStd": log_std,
        "actions": taken,
        "oldLogProbs": old_log_probs,
        "advantages": advantages,
        "returns": returns,
        "values": values,
        "logProbs": current.log_prob(th.tensor(taken)),
        "entropies": current.entropy(),
        "policyLoss": logged["train/policy_gradient_loss"],
        "valueLoss": logged["train/value_loss"],
        "entropyLoss": logged["train/entropy_loss"],
        "loss": logged["train/loss"],
        "approximateKl": logged["train/approx_kl"],
        "clipFraction": logged["train/clip_fraction"],
        "gradients": {
            "means": policy.means.grad,
            "logStd": policy.log_std.grad,
            "values": policy.values.grad,
        },
    }


def loss_cases():
    rng = np.random.default_rng(12)
    yield loss_case("write-up's settings", rng)
    yield loss_case("far away", rng, moved=3.0)
    yield loss_case("the policy that acted", rng, moved=0.0)
    yield loss_case(
        "advantages as they are, entropy counts", rng, normalise=False, entropy_weight=0.05, clip=0.2
    )
    yield loss_case("one action", rng, rows=5, actions=1)
    yield loss_case("one row: advantages aren't normalised", rng, rows=1, moved=0.3)


class DoubleExtractor(FlattenExtractor):
    """Back to float64 after SB3's cast of observations to float32, which loses nothing of `binary` ones."""

    def forward(self, observations):
        return super().forward(observations.double())


# SB3's name of each parameter; weights are [out][in].
PARAMETERS = {
    "logStd": "log_std",
    "policyWeights1": "mlp_extractor.policy_net.0.weight",
    "policyBiases1": "mlp_extractor.policy_net.0.bias",
    "policyWeights2": "mlp_extractor.policy_net.2.weight",
    "policyBiases2": "mlp_extractor.policy_net.2.bias",
    "valueWeights1": "mlp_extractor.value_net.0.weight",
    "valueBiases1": "mlp_extractor.value_net.0.bias",
    "valueWeights2": "mlp_extractor.value_net.2.weight",
    "valueBiases2": "mlp_extractor.value_net.2.bias",
    "meanWeights": "action_net.weight",
    "meanBiases": "action_net.bias",
    "valueWeights3": "value_net.weight",
    "valueBiases3": "value_net.bias",
}


def parameters(policy):
    named = dict(policy.named_parameters())
    assert set(named) == set(PARAMETERS.values())
    return {ours: named[theirs].detach().numpy().copy() for ours, theirs in PARAMETERS.items()}


def network_case(name, rng, return_scale, max_norm=0.5, rows=8, updates=3):
    model = trainer(
        rows * updates,
        5,
        3,
        batch_size=rows,
        learning_rate=1e-3,
        clip_range=0.3,
        vf_coef=0.5,
        ent_coef=1e-4,
        max_grad_norm=max_norm,
        policy_kwargs={"net_arch": [4, 4], "features_extractor_class": DoubleExtractor},
    )
    policy = model.policy.double()
    with th.no_grad():
        for parameter in policy.parameters():
            parameter.copy_(th.tensor(0.5 * rng.normal(size=parameter.shape)))
    initial = parameters(policy)
    observations = binary(rng.normal(size=(rows * updates, 5)))
    with th.no_grad():
        means = policy.get_distribution(th.tensor(observations)).distribution.mean.numpy()
        values = policy.predict_values(th.tensor(observations)).numpy()[:, 0]
    actions = binary(means + np.exp(initial["logStd"]) * rng.normal(size=means.shape))
    with th.no_grad():
        log_probs = policy.evaluate_actions(th.tensor(observations), th.tensor(actions))[1].numpy()
    given = {
        "observations": observations,
        "actions": actions,
        "old_log_probs": log_probs + 0.2 * rng.normal(size=len(log_probs)),
        "advantages": rng.normal(size=len(values)),
        "returns": values + return_scale * rng.normal(size=len(values)),
    }
    fill(model, **given)
    norms, after = [], []
    clip_norm, step = th.nn.utils.clip_grad_norm_, policy.optimizer.step

    def recording_clip(*arguments):
        norms.append(float(clip_norm(*arguments)))

    def recording_step():
        step()
        after.append(parameters(policy))

    th.nn.utils.clip_grad_norm_, policy.optimizer.step = recording_clip, recording_step
    try:
        model.train()
    finally:
        th.nn.utils.clip_grad_norm_ = clip_norm
    adam = policy.optimizer.param_groups[0]
    return {
        "name": name,
        "learningRate": adam["lr"],
        "adam": {"beta1": adam["betas"][0], "beta2": adam["betas"][1], "epsilon": adam["eps"]},
        "maxGradientNorm": max_norm,
        "clip": 0.3,
        "valueWeight": 0.5,
        "entropyWeight": 1e-4,
        "normaliseAdvantages": True,
        "parameters": initial,
        "forward": {"observations": observations[:4], "means": means[:4], "values": values[:4]},
        "minibatches": [
            {camel(key): array[first : first + rows] for key, array in given.items()}
            for first in range(0, rows * updates, rows)
        ],
        "gradientNorms": norms,
        "parametersAfter": {"1": after[0], str(updates): after[-1]},
    }


def camel(name):
    return re.sub("_(.)", lambda match: match[1].upper(), name)


def network_cases():
    rng = np.random.default_rng(13)
    quiet = network_case("gradients left as they are", rng, return_scale=0.1, max_norm=5.0)
    clipped = network_case("gradients cut to a norm of 0.5", rng, return_scale=5.0)
    assert max(quiet["gradientNorms"]) < 5 and min(clipped["gradientNorms"]) > 0.5
    return [quiet, clipped]


# --- Running statistics ---


def running_mean_case():
    rng, statistics, batches = np.random.default_rng(14), RunningMeanStd(shape=(2,)), []
    for rows in (1, 1, 5, 3, 16):
        batch = rng.normal(size=(rows, 2)) * [1.0, 30.0] + [0.0, 100.0]
        statistics.update(batch)
        batches.append(
            {"batch": batch, "mean": statistics.mean, "variance": statistics.var, "count": statistics.count}
        )
    return {"epsilon": 1e-4, "batches": batches}


class ScriptedVector(VecEnv):
    """One environment that answers float64 from a list; as in DummyVecEnv a reset follows an end at once."""

    def __init__(self, first, steps):
        super().__init__(1, box(len(first)), box(1))
        self.first, self.steps = first, iter(steps)

    def reset(self):
        return self.first[None, :].copy()

    def step_async(self, actions):
        pass

    def step_wait(self):
        step = next(self.steps)
        info = {"terminal_observation": step["terminalObservation"][None, :]} if step["done"] else {}
        return (
            step["observation"][None, :].copy(),
            np.array([step["reward"]]),
            np.array([step["done"]]),
            [info],
        )

    def close(self):
        pass

    def get_attr(self, name, indices=None):
        return [None]

    def set_attr(self, name, value, indices=None):
        raise NotImplementedError

    def env_method(self, name, *arguments, indices=None, **keywords):
        raise NotImplementedError

    def env_is_wrapped(self, wrapper, indices=None):
        return [False]


def normalize_case(name, rng, steps, dones, clip, discount):
    scale, middle = np.array([1.0, 0.05, 20.0]), np.array([0.0, 0.5, -50.0])
    given = []

    def draw():
        return binary(middle + scale * rng.normal(size=3))

    for t in range(steps):
        given.append(
            {"observation": draw(), "reward": float(binary(rng.normal() * 3 - 4)), "done": t in dones}
        )
        if t in dones:
            # Far from all that was seen, so that the clip cuts it: it never enters the statistics itself.
            given[-1]["terminalObservation"] = draw() + scale * [20, 0, -20]
    first = draw()
    env = VecNormalize(
        ScriptedVector(first, given), clip_obs=clip, clip_reward=clip, gamma=discount, epsilon=1e-8
    )

    def statistics():
        return {
            "mean": env.obs_rms.mean,
            "variance": env.obs_rms.var,
            "count": env.obs_rms.count,
            "returnMean": float(env.ret_rms.mean),
            "returnVariance": float(env.ret_rms.var),
            "returnCount": env.ret_rms.count,
            "discountedReturn": env.returns[0],
        }

    normalised = env.reset()[0]
    case = {
        "name": name,
        "clip": clip,
        "epsilon": 1e-8,
        "discount": discount,
        "note": "normalised observations are float32; a step that is done shows the next episode's first "
        "observation and a discounted return of 0",
        "reset": {"observation": first, "normalisedObservation": normalised, **statistics()},
        "steps": [],
    }
    for step in given:
        observations, rewards, _, infos = env.step(np.zeros((1, 1)))
        answer = {
            **step,
            "normalisedObservation": observations[0],
            "normalisedReward": rewards[0],
            **statistics(),
        }
        if step["done"]:
            answer["normalisedTerminalObservation"] = infos[0]["terminal_observation"][0]
        case["steps"].append(answer)
    return case


def normalize_cases():
    rng = np.random.default_rng(15)
    yield normalize_case("write-up's settings", rng, 40, (9, 10, 27, 39), 10.0, 0.8622)
    yield normalize_case("narrow clip", rng, 12, (5,), 0.75, 0.99)


# --- Learning rate ---


def schedule_case(name, schedule):
    """Runs PPO.learn and reads the optimiser's rate at each of its steps."""
    model = PPO(
        "MlpPolicy",
        Scripted(),
        n_steps=128,
        batch_size=128,
        n_epochs=1,
        learning_rate=schedule,
        seed=0,
        device="cpu",
    )
    model.set_logger(configure(None, []))
    step, updates = model.policy.optimizer.step, []

    def recording_step():
        updates.append(
            {
                "timesteps": model.num_timesteps,
                "progressRemaining": model._current_progress_remaining,
                "learningRate": model.policy.optimizer.param_groups[0]["lr"],
            }
        )
        step()

    model.policy.optimizer.step = recording_step
    model.learn(1000)
    return {"name": name, "initial": 1e-3, "totalTimesteps": 1000, "stepsPerRollout": 128, "updates": updates}


def schedule_cases():
    # As in SB3's documentation: lambda remaining: remaining * initial.
    yield schedule_case("rate = progress remaining x initial", lambda remaining: remaining * 1e-3)
    yield schedule_case("get_linear_fn(initial, 0, 1)", get_linear_fn(1e-3, 0.0, 1.0))


# --- Facts ---


def facts():
    model = PPO("MlpPolicy", Scripted(7, 4), n_steps=100, batch_size=64, seed=3, device="cpu")
    policy = model.policy
    layers = policy.mlp_extractor
    gains = [(policy.action_net, 0.01), (policy.value_net, 1.0)]
    gains += [(net[i], 2**0.5) for net in (layers.policy_net, layers.value_net) for i in (0, 2)]
    for layer, gain in gains:
        # All singular values of gain x an orthogonal matrix are the gain.
        assert np.allclose(np.linalg.svd(layer.weight.detach().numpy())[1], gain, rtol=1e-5)
        assert (layer.bias == 0).all()
    assert (policy.log_std == 0).all() and policy.log_std.shape == (4,)
    assert layers.policy_net[0] is not layers.value_net[0] and policy.optimizer.param_groups[0]["eps"] == 1e-5

    _, callback = model._setup_learn(100)
    model.collect_rollouts(model.env, callback, model.rollout_buffer, 100)
    assert [len(batch.advantages) for batch in model.rollout_buffer.get(64)] == [64, 36]

    env = Scripted(2, 2, low=0.0, high=1.0)
    model = PPO("MlpPolicy", env, n_steps=64, batch_size=64, seed=3, device="cpu")
    _, callback = model._setup_learn(64)
    model.collect_rollouts(model.env, callback, model.rollout_buffer, 64)
    kept, sent = model.rollout_buffer.actions[:, 0], np.array(env.actions)
    assert (kept < 0).any() and (sent == np.clip(kept, 0, 1)).all()
    with th.no_grad():
        policy = model.policy.get_distribution(th.tensor(model.rollout_buffer.observations[:, 0]))
        log_probs = policy.log_prob(th.tensor(kept)).numpy()
        assert np.allclose(log_probs, model.rollout_buffer.log_probs[:, 0], atol=1e-5)

    entropy = gaussian(th.zeros((6, 3)), th.tensor([0.1, -0.2, 0.3])).entropy()
    assert entropy.shape == (6,) and np.allclose(entropy.numpy(), 1.5 * (1 + np.log(2 * np.pi)) + 0.2)
    return {
        "hiddenGain": "orthogonal, gain sqrt(2), in the policy and in the value network",
        "actionGain": "orthogonal, gain 0.01",
        "valueGain": "orthogonal, gain 1",
        "biases": "0",
        "logStd": "one parameter an action, whatever the state; 0 at first",
        "networks": "policy and value network share no layer; tanh behind each hidden layer, none at the end",
        "optimiser": "one Adam for all, epsilon 1e-5, added to the root of the corrected second moment",
        "actionClip": "clipped to the box for the step alone; buffer, log probability and ratio: unclipped",
        "meanAction": "a deterministic action is the mean, clipped to the box in the same way",
        "minibatches": "every epoch shuffles anew; the last minibatch may be smaller (100 rows: 64 and 36)",
        "advantages": "in each minibatch minus mean, / (deviation with n - 1, + 1e-8); one row as it is",
        "entropy": "sum over the actions of a state, mean over the minibatch",
        "value": "neither normalised nor clipped; loss: mean of squares, without 1/2, times its weight",
        "gradientNorm": "over all parameters together; factor min(1, maximum / (norm + 1e-6))",
        "timeLimit": "reward += discount x V(last observation) if truncated and not terminated; then an end",
        "learningRate": "from the progress after a rollout: never the first rate, < 0 past the last step",
        "approximateKl": "mean of (ratio - 1) - ln ratio; logged for the last epoch only",
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, th.Tensor):
        value = value.detach().numpy()
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    return [plain(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def main():
    golden = {
        "versions": {
            **{name: version(name) for name in ("stable-baselines3", "gymnasium")},
            "torch": th.__version__,
            "numpy": np.__version__,
        },
        "gae": list(gae_cases()),
        "loss": list(loss_cases()),
        "network": network_cases(),
        "normalizer": {"runningMean": running_mean_case(), "vectors": list(normalize_cases())},
        "schedule": list(schedule_cases()),
        "facts": facts(),
    }
    text = json.dumps(plain(golden), indent=1, allow_nan=False)
    # Innermost lists on one line each.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda match: re.sub(r"\s+", " ", match[0]), text)
    pathlib.Path(__file__).with_name("sb3.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
