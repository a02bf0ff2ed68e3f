"""How a peer is timed: it warms up, says so, and then answers each request to work for some seconds (JSON, a line each).

bench/ppo/measured-process.ts is the other end.
"""

import json
import sys
import time


def reply(message):
    print(json.dumps(message), flush=True)


def answer_requests(work, warm_up_seconds, facts=dict):
    """`work` does a piece of the work and returns its steps; `facts` returns what else is worth saying."""
    reply({"warmUpSeconds": warm_up_seconds})
    for line in sys.stdin:
        wanted, steps, seconds = json.loads(line)["seconds"], 0, 0.0
        begin = time.perf_counter()
        while seconds < wanted:
            steps += work()
            seconds = time.perf_counter() - begin
        reply({"steps": steps, "seconds": seconds, **facts()})
