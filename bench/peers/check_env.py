"""Checks that the ports of the write-up's cluster are the TypeScript one to 1e-9, without noise.

    .cache/bench-jax-<version>/bin/python bench/peers/check_env.py

`npx tsx bench/peers/record-environment.ts` recorded the TypeScript side in test/golden/writeup-environment.json;
test/bench/writeup-environment.test.ts sees to it that this stays what the cluster does, and runs this script
where a peer's Python is there. Observations, rewards and all their terms are compared: under listed users up to
twice the peak, and under a day's rise and fall. Ports whose library isn't installed are left out.
"""

import importlib.util
import json
import pathlib
import sys

import numpy as np

RECORDING = pathlib.Path(__file__).resolve().parents[2] / "test/golden/writeup-environment.json"
TOLERANCE = 1e-9


def difference(recorded, observation, reward, terms=None):
    pairs = [(recorded["reward"], float(reward))]
    pairs += [(recorded["terms"][name], float(term)) for name, term in (terms or {}).items()]
    return max(abs(a - b) for a, b in [*pairs, *zip(recorded["observation"], np.ravel(observation))])


def check_gymnasium(recording):
    """WriteupEnv under the listed users: yields differences."""
    from writeup_env import WriteupEnv

    class Listed:
        def __init__(self, users):
            self.next = iter(users).__next__

    for case in recording["cases"]:
        env = WriteupEnv(case["size"], recording["steps"], noise=0.0, traffic=Listed(case["users"]))
        for episode in case["episodes"]:
            observation, _ = env.reset()
            yield float(np.abs(observation - episode["first"]).max())
            for number, step in enumerate(episode["steps"], 1):
                observation, reward, _, truncated, _ = env.step(step["action"])
                assert truncated == (number == recording["steps"])
                assert set(step["terms"]) - set(env.record["terms"]) == {"empty-fleet"}
                yield difference(step, observation, reward, env.record["terms"])


def check_numpy(recording):
    """The formulas in numpy under the listed users, and WriteupBatch under the day's."""
    from writeup_batch import WriteupBatch
    from writeup_cluster import first_observation, transition

    for case in recording["cases"]:
        users = np.reshape(case["users"], (len(case["episodes"]), recording["steps"], 1)).astype(float)
        for episode, traffic in zip(case["episodes"], users):
            observation = first_observation(np, case["size"], traffic[0], (0, 0, 0))
            yield float(np.abs(observation[0] - episode["first"]).max())
            fleet, last = np.ones(1, int), np.zeros(1, int)
            for step, now in zip(episode["steps"], traffic):
                action = np.array([step["action"]])
                fleet, last, observation, terms, _ = transition(
                    np, case["size"], fleet, last, action, now, (0, 0, 0)
                )
                terms = {name: term[0] for name, term in terms.items()}
                yield difference(step, observation, sum(terms.values()), terms)

    day = recording["diurnal"]
    phases = np.array([episode["phase"] for episode in day["episodes"]])

    class Silent(WriteupBatch):
        def phases(self):
            return phases

        def noise(self):
            return np.zeros((3, 1, 1))

    settings = {"size": day["size"], "episodeSteps": recording["steps"], "traffic": day["traffic"]}
    batch = Silent(len(phases), settings, seed=0)
    first = batch.reset()
    for b, episode in enumerate(day["episodes"]):
        yield float(np.abs(first[b] - episode["first"]).max())
    for t in range(recording["steps"]):
        steps = [episode["steps"][t] for episode in day["episodes"]]
        observations, rewards, truncated = batch.step(np.array([step["action"] for step in steps]))
        assert truncated == (t == recording["steps"] - 1)
        yield max(map(difference, steps, observations, rewards))


def check_jax(recording):
    """The clusters in JAX under the day's users, in double precision."""
    from types import SimpleNamespace

    import jax
    import jax.numpy as jnp
    from jax_cluster import Clusters, advance
    from writeup_cluster import diurnal_users, first_observation

    jax.config.update("jax_enable_x64", True)
    day = recording["diurnal"]
    size, episodes = day["size"], day["episodes"]
    phase = jnp.array([episode["phase"] for episode in episodes])
    settings = SimpleNamespace(size=size, traffic=day["traffic"])
    users = diurnal_users(jnp, size, 0, phase, **day["traffic"])
    first = first_observation(jnp, size, users, (0, 0, 0))
    yield from (float(np.abs(first[b] - np.array(one["first"])).max()) for b, one in enumerate(episodes))
    step = jax.jit(lambda *state: advance(settings, *state, (0, 0, 0)))
    clusters = Clusters(jnp.ones(len(phase), jnp.int32), jnp.zeros(len(phase), jnp.int32), phase)
    for t in range(recording["steps"]):
        steps = [episode["steps"][t] for episode in episodes]
        actions = jnp.array([one["action"] for one in steps])
        clusters, observations, rewards = step(clusters, t, actions)
        yield max(map(difference, steps, np.asarray(observations), np.asarray(rewards)))


CHECKS = {"numpy": check_numpy, "jax": check_jax, "gymnasium": check_gymnasium}


def main():
    recording = json.loads(RECORDING.read_text())
    worst = 0.0
    for library, check in CHECKS.items():
        if importlib.util.find_spec(library) is None:
            print(f"{library}: isn't installed")
            continue
        differences = list(check(recording))
        worst = max(worst, *differences)
        print(f"{library}: {len(differences)} comparisons, greatest difference {max(differences):.1e}")
    return worst > TOLERANCE


if __name__ == "__main__":
    sys.exit(main())
