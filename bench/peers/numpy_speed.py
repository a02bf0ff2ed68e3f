"""Times the clusters in numpy alone, under actions drawn beforehand (speed_protocol.py). Argument: settings as JSON."""

import json
import sys

import numpy as np
from speed_protocol import answer_requests
from writeup_batch import WriteupBatch

settings = json.loads(sys.argv[1])
batch = WriteupBatch(settings["clusters"], settings, settings["seed"])
shape = (settings["episodeSteps"], settings["clusters"], settings["size"] + 1)
actions = np.random.default_rng(settings["seed"]).uniform(-0.2, 1.2, shape).astype(np.float32)


last = {}


def episode():
    batch.reset()
    last["stepReward"] = float(np.mean([batch.step(action)[1].mean() for action in actions]))
    return batch.batch * batch.steps


answer_requests(episode, 0.0, lambda: last)
