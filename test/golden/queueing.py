"""Writes queueing.json, the golden values of test/queueing/golden.test.ts. From the repository's root:

    python3 -m venv .cache/golden-queueing
    .cache/golden-queueing/bin/pip install -r test/golden/queueing-requirements.txt
    .cache/golden-queueing/bin/python test/golden/queueing.py

Three sources, none of which shares a formula with the library where it can be helped:
- mpmath, 60 digits: the defining sums of Erlang B and C and of the M/M/1/K distribution, convolutions by quadrature;
- scipy: the stationary distribution of E_k/M/1 as a Markov chain of (customers, phase), solved as a linear system;
- Ciw: a discrete-event simulation of whole networks, with 99.9 % intervals from independent runs.
"""
import json
import math
import pathlib

import ciw
import mpmath as mp
import numpy as np
import scipy.optimize
import scipy.sparse
import scipy.sparse.linalg
import scipy.special
import scipy.stats

mp.mp.dps = 60


def measures(queue_length, wait_probability, throughput, mu, servers):
    """All means from Lq by Little's law."""
    waiting = queue_length / throughput
    return {
        "utilization": throughput / (servers * mu),
        "meanNumberInSystem": queue_length + throughput / mu,
        "meanNumberInQueue": queue_length,
        "meanResponseTime": waiting + 1 / mu,
        "meanWaitingTime": waiting,
        "waitProbability": wait_probability,
    }


def floats(values):
    return {key: float(value) for key, value in values.items()}


def mmc_case(lam, mu, c):
    """The birth-death chain's weights as they are defined, summed term by term."""
    lam, mu = mp.mpf(lam), mp.mpf(mu)  # the binary numbers, as the library sees them
    a = lam / mu
    weight, busy = mp.mpf(1), mp.mpf(1)
    for n in range(1, c):
        weight *= a / n
        busy += weight
    full = weight * a / c
    tail = full / (1 - a / c)
    wait = tail / (busy + tail)
    drain = c * mu - lam

    def response_tail(t):
        # service longer than t, or a wait of x > 0 with a service longer than t - x, or a wait longer than t
        convolved = mp.quad(lambda x: drain * mp.exp(-drain * x) * mp.exp(-mu * (t - x)), [0, t])
        return (1 - wait) * mp.exp(-mu * t) + wait * (convolved + mp.exp(-drain * t))

    result = {
        "erlangB": float(full / (busy + full)),
        "measures": floats(measures(wait * a / (c - a), wait, lam, mu, c)),
    }
    if c <= 100:
        mp.mp.dps = 20
        times = [mp.mpf(k) / mu for k in (0.1, 1, 3)]
        result["times"] = [float(t) for t in times]
        result["responseTimeTails"] = [float(response_tail(t)) for t in times]
        result["responseTimeQuantiles"] = {
            str(p): float(mp.findroot(lambda t: response_tail(t) - (1 - mp.mpf(p)), (mp.mpf(1) / mu, 3 / mu), solver="anderson"))
            for p in (0.5, 0.95, 0.99)
        }
        mp.mp.dps = 60
    return {"arrivalRate": float(lam), "serviceRate": float(mu), "servers": c, **result}


def mm1k_case(lam, mu, capacity):
    lam_, mu_ = mp.mpf(lam), mp.mpf(mu)
    weights = [(lam_ / mu_) ** n for n in range(capacity + 1)]
    total = mp.fsum(weights)
    shares = [w / total for w in weights]
    blocking = shares[-1]
    throughput = lam_ * (1 - blocking)
    queue_length = mp.fsum((n - 1) * shares[n] for n in range(2, capacity + 1))
    accepted = [shares[n] / mp.fsum(shares[:-1]) for n in range(capacity)]
    found = np.array([float(share) for share in accepted])
    stages = np.arange(1, capacity + 1)

    def tail(t, extra):
        """Who finds n ahead stays for n services, and for its own (extra = 1)."""
        ahead = stages - 1 + extra
        survival = np.where(ahead > 0, scipy.special.gammaincc(np.maximum(ahead, 1), mu * t), 0.0)
        return float(found @ survival)

    def quantile(p, extra):
        if tail(0.0, extra) <= 1 - p:
            return 0.0
        return scipy.optimize.brentq(lambda t: tail(t, extra) - (1 - p), 0, 20 * capacity / mu, xtol=1e-15, rtol=1e-14)

    times = [k / mu for k in (0.1, 1, 5)]
    return {
        "arrivalRate": lam,
        "serviceRate": mu,
        "capacity": capacity,
        "measures": floats(
            {
                **measures(queue_length, mp.fsum(accepted[1:]), throughput, mu_, 1),
                "blockingProbability": blocking,
                "throughput": throughput,
            }
        ),
        "times": times,
        "responseTimeTails": [tail(t, 1) for t in times],
        "waitingTimeTails": [tail(t, 0) for t in times],
        "responseTimeQuantiles": {str(p): quantile(p, 1) for p in (0.5, 0.95, 0.99)},
        "waitingTimeQuantiles": {str(p): quantile(p, 0) for p in (0.5, 0.95, 0.99)},
    }


def ekm1_case(lam, mu, phases, levels):
    """Stationary distribution of (customers, phase), cut at `levels` customers."""
    size = levels * phases
    rows, columns, rates = [], [], []

    def transition(source, target, rate):
        rows.extend((target, source))
        columns.extend((source, source))
        rates.extend((rate, -rate))

    for n in range(levels):
        for phase in range(phases):
            here = n * phases + phase
            if phase + 1 < phases:
                transition(here, here + 1, phases * lam)
            elif n + 1 < levels:
                transition(here, (n + 1) * phases, phases * lam)
            if n > 0:
                transition(here, here - phases, mu)
    generator = scipy.sparse.coo_array((rates, (rows, columns)), shape=(size, size)).tolil()
    generator[size - 1, :] = 1  # the shares sum to 1 in place of the last, redundant, balance equation
    right = np.zeros(size)
    right[-1] = 1
    shares = scipy.sparse.linalg.spsolve(generator.tocsc(), right).reshape(levels, phases)
    by_level = shares.sum(axis=1)
    assert by_level[-1] < 1e-13, by_level[-1]
    found = shares[:, -1] / shares[:, -1].sum()
    queue_length = float(np.arange(levels - 1) @ by_level[1:])

    def tail(t):
        return float(found @ scipy.stats.poisson.cdf(np.arange(levels), mu * t))

    return {
        "arrivalRate": lam,
        "serviceRate": mu,
        "phases": phases,
        "measures": floats(measures(queue_length, 1 - found[0], lam, mu, 1)),
        "responseTimeQuantiles": {
            str(p): scipy.optimize.brentq(lambda t: tail(t) - (1 - p), 0, levels / mu, rtol=1e-13) for p in (0.5, 0.95, 0.99)
        },
    }


def halfin_whitt_case(wait):
    """beta by root finding on the normal distribution in 60 digits."""
    delay = lambda beta: 1 / (1 + beta * mp.ncdf(beta) / mp.npdf(beta))
    return {"waitProbability": wait, "beta": float(mp.findroot(lambda beta: mp.log(delay(beta) / wait), (0.001, 6), solver="bisect", maxsteps=400))}


def ciw_case(name, arguments, arrivals, servers, capacity, mu, horizon, warm_up, runs):
    """Mean waiting and response time and the share turned away of one node: mean over runs, with a 99.9 % half-width."""
    waiting, response, rejected = [], [], []
    for seed in range(runs):
        ciw.seed(seed)
        network = ciw.create_network(
            arrival_distributions=[arrivals],
            service_distributions=[ciw.dists.Exponential(rate=mu)],
            number_of_servers=[servers],
            queue_capacities=[math.inf if capacity is None else capacity - servers],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(horizon)
        records = [r for r in simulation.get_all_records() if r.arrival_date > warm_up]
        served = [r for r in records if r.record_type == "service"]
        waiting.append(np.mean([r.waiting_time for r in served]))
        response.append(np.mean([r.exit_date - r.arrival_date for r in served]))
        rejected.append(sum(r.record_type == "rejection" for r in records) / len(records))

    def interval(values):
        half = scipy.stats.t.ppf(0.9995, runs - 1) * np.std(values, ddof=1) / math.sqrt(runs)
        return {"mean": float(np.mean(values)), "halfWidth": float(half)}

    return {
        "model": name,
        "arguments": arguments,
        "meanWaitingTime": interval(waiting),
        "meanResponseTime": interval(response),
        "blockingProbability": interval(rejected),
    }


def ciw_cases():
    shared = {"horizon": 4000, "warm_up": 300, "runs": 24}
    poisson = lambda rate: ciw.dists.Exponential(rate=rate)
    yield ciw_case("mm1", {"arrivalRate": 5, "serviceRate": 8}, poisson(5), 1, None, 8, **shared)
    yield ciw_case("mmc", {"arrivalRate": 5, "serviceRate": 2, "servers": 3}, poisson(5), 3, None, 2, **shared)
    yield ciw_case("mm1k", {"arrivalRate": 5, "serviceRate": 4, "capacity": 6}, poisson(5), 1, 6, 4, **shared)
    # Ciw's Erlang distribution takes the rate of one phase.
    gaps = ciw.dists.Erlang(rate=20, num_phases=4)
    yield ciw_case("ekm1", {"arrivalRate": 5, "serviceRate": 6.5, "phases": 4}, gaps, 1, None, 6.5, **shared)


golden = {
    "mmc": [
        mmc_case(*case)
        for case in [
            (0.5, 1.0, 1),
            (0.95, 1.0, 1),
            (6.25, 2.5, 3),
            (1e-12, 1.0, 4),
            (24.5, 1.0, 25),
            (150.0, 8.0, 20),
            (99.999, 1.0, 100),
            (9500.0, 1.0, 10000),
            (9999.0, 1.0, 10000),
            (9999.999, 1.0, 10000),
        ]
    ],
    "mm1k": [
        mm1k_case(*case)
        for case in [
            (0.5, 1.0, 1),
            (6.4, 8.0, 32),
            (1.0, 1.0, 5),
            (8.0, 8.0, 32),
            (7.999999, 8.0, 32),
            (8.000001, 8.0, 32),
            (12.0, 8.0, 32),
            (1e-6, 1.0, 3),
            (1e6, 1.0, 3),
            (0.999, 1.0, 2000),
            (1.001, 1.0, 2000),
        ]
    ],
    "ekm1": [
        ekm1_case(*case) for case in [(0.5, 1.0, 1, 150), (6.4, 8.0, 2, 200), (6.4, 8.0, 5, 200), (4.0, 8.0, 25, 80), (7.2, 8.0, 25, 250)]
    ],
    "halfinWhitt": [halfin_whitt_case(wait) for wait in (0.9, 0.5, 0.2, 0.05, 0.01, 1e-6)],
    "ciw": list(ciw_cases()),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=2) + "\n")
