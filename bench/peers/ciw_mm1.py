"""One M/M/1 in Ciw: argument and result are JSON (see python.ts)."""
import json
import sys
import time

import ciw

queue = json.loads(sys.argv[1])
ciw.seed(queue["seed"])
network = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential(rate=queue["arrivalRate"])],
    service_distributions=[ciw.dists.Exponential(rate=queue["serviceRate"])],
    number_of_servers=[1],
)
simulation = ciw.Simulation(network)
begin = time.perf_counter()
simulation.simulate_until_max_customers(queue["customers"], method="Finish")
seconds = time.perf_counter() - begin
times = [record.exit_date - record.arrival_date for record in simulation.get_all_records()]
print(json.dumps({"events": 2 * len(times), "seconds": seconds, "meanResponseTime": sum(times) / len(times)}))
