import { ContainerState, type Observation } from "../../../cluster/index.js";

/** What an observation shows of the fleet as a whole. Capacities are mean service rates in requests/s. */
export interface FleetState {
  /** Of all containers, and shares of it in containers that are ready, starting or draining. */
  capacity: number;
  ready: number;
  starting: number;
  draining: number;
  /** Requests that wait in ready and draining containers: all but one in service in each. */
  waiting: number;
  /** Busy share of the ready capacity. */
  cpu: number;
  /** Mean response time in s of the requests completed in the interval; 0 where none was. */
  responseTime: number;
  /** Estimated share of the interval's requests that violated the SLA. */
  violations: number;
}

/** A state to be filled by `readFleet`. */
export function emptyFleet(): FleetState {
  return {
    capacity: 0,
    ready: 0,
    starting: 0,
    draining: 0,
    waiting: 0,
    cpu: 0,
    responseTime: 0,
    violations: 0,
  };
}

/**
 * Reads an observation into `fleet`.
 *
 * No controller sees violations. What it sees of container i is the mean response time m_i of the requests that it completed, about
 * n_i = cpu_i mu_i dt of them, and the share of errors e_i. If response times are exponential, exp(-SLA / m_i) of them took longer
 * than the SLA, and the estimated share of violations is
 *
 *   v = sum of n_i (e_i + (1 - e_i) exp(-SLA / m_i)) / sum of n_i
 */
export function readFleet(observation: Observation, sla: number, fleet: FleetState): void {
  const { size, state, serviceRate, queueDepth, cpu, latency, errorRate } = observation;
  let [capacity, ready, starting, draining, waiting, busy, served, times, violations] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let i = 0; i < size; i++) {
    const rate = serviceRate[i];
    capacity += rate;
    const is = state[i];
    if (is === ContainerState.starting) starting += rate;
    if (is !== ContainerState.ready && is !== ContainerState.draining) continue;
    if (queueDepth[i] > 1) waiting += queueDepth[i] - 1;
    const completed = cpu[i] * rate;
    served += completed;
    times += completed * latency[i];
    const slow = latency[i] > 0 ? Math.exp(-sla / latency[i]) : 0;
    violations += completed * (errorRate[i] + (1 - errorRate[i]) * slow);
    if (is === ContainerState.draining) draining += rate;
    else {
      ready += rate;
      busy += completed;
    }
  }
  fleet.capacity = capacity;
  fleet.ready = ready / capacity;
  fleet.starting = starting / capacity;
  fleet.draining = draining / capacity;
  fleet.waiting = waiting;
  fleet.cpu = ready > 0 ? busy / ready : 0;
  fleet.responseTime = served > 0 ? times / served : 0;
  fleet.violations = served > 0 ? violations / served : 0;
}
