"""One M/M/1 in SimPy: argument and result are JSON (see python.ts)."""
import json
import random
import sys
import time

import simpy

queue = json.loads(sys.argv[1])
draws = random.Random(queue["seed"])
times = []


def customer(environment, server):
    arrival = environment.now
    with server.request() as turn:
        yield turn
        yield environment.timeout(draws.expovariate(queue["serviceRate"]))
    times.append(environment.now - arrival)


def source(environment, server):
    for _ in range(queue["customers"]):
        yield environment.timeout(draws.expovariate(queue["arrivalRate"]))
        environment.process(customer(environment, server))


environment = simpy.Environment()
environment.process(source(environment, simpy.Resource(environment, capacity=1)))
begin = time.perf_counter()
environment.run()
seconds = time.perf_counter() - begin
print(json.dumps({"events": 2 * len(times), "seconds": seconds, "meanResponseTime": sum(times) / len(times)}))
