import { requireInteger } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import { type QueueRates, requireRates } from "./measures.js";

/** What `simulateQueue` simulates. */
export interface SimulatedQueue extends QueueRates {
  /** Equal servers; a whole number >= 1. */
  readonly servers: number;
  /** Number of arrivals to simulate; a whole number >= 1. */
  readonly customers: number;
  /** Seed of the run; a whole number >= 0. */
  readonly seed: number;
  /** Customers that may be present at once, those in service included (>= servers); no limit by default. */
  readonly capacity?: number;
}

/** Times in s, in order of arrival, length `customers`; NaN for a customer turned away. */
export interface SimulatedTimes {
  /** From arrival to the start of service. */
  readonly waitingTimes: Float64Array;
  /** From arrival to departure. */
  readonly responseTimes: Float64Array;
}

/**
 * Simulates the arrivals and departures of an M/M/c (M/M/c/K with a `capacity`), first come first served, from an empty
 * queue. Arrivals and services are drawn from separate substreams, customer by customer, so queues that differ only in
 * servers, rates or capacity meet the same customers. Works at any load; what it returns at a utilization of 1 or
 * more has no steady state to approach.
 *
 * One server, with S the service of customer n and T the gap to the next arrival:
 *
 *     W(n+1) = max(0, W(n) + S(n) - T(n))                     (Eq. queueing.simulate.lindley)
 *
 * c servers, with F the time at which the first of them comes free, and A the arrival:
 *
 *     start = max(A, F),  W = start - A,  that server's F = start + S     (Eq. queueing.simulate.kiefer-wolfowitz)
 *
 * Sources: Lindley, Proc. Cambridge Phil. Soc. 48 (1952) 277-289; Kiefer and Wolfowitz, Trans. AMS 78 (1955) 1-18.
 * @throws RangeError naming the argument that makes no sense.
 * @example
 * const queue = { arrivalRate: 6.4, serviceRate: 8, servers: 1, customers: 200_000, seed: 1 };
 * const { responseTimes } = queueing.simulateQueue(queue);
 * responseTimes.reduce((sum, time) => sum + time, 0) / queue.customers; // -> 0.62633
 */
export function simulateQueue(queue: SimulatedQueue): SimulatedTimes {
  requireRates(queue);
  requireInteger("servers", queue.servers, 1);
  requireInteger("customers", queue.customers, 1);
  requireInteger("seed", queue.seed, 0);
  if (queue.capacity !== undefined) requireInteger("capacity", queue.capacity, queue.servers);
  return queue.servers === 1 && queue.capacity === undefined ? singleServer(queue) : manyServers(queue);
}

function singleServer({ arrivalRate, serviceRate, customers, seed }: SimulatedQueue): SimulatedTimes {
  const arrivals = RandomStream.of(seed, "queue", "arrivals");
  const services = RandomStream.of(seed, "queue", "services");
  const meanGap = 1 / arrivalRate;
  const meanService = 1 / serviceRate;
  const waitingTimes = new Float64Array(customers);
  const responseTimes = new Float64Array(customers);
  arrivals.exponential(); // the gap before the first customer, who finds the queue empty anyway
  let waiting = 0;
  for (let n = 0; n < customers; n++) {
    const response = waiting + services.exponential() * meanService;
    waitingTimes[n] = waiting;
    responseTimes[n] = response;
    waiting = Math.max(0, response - arrivals.exponential() * meanGap);
  }
  return { waitingTimes, responseTimes };
}

function manyServers(queue: SimulatedQueue): SimulatedTimes {
  const { arrivalRate, serviceRate, servers, customers, seed, capacity } = queue;
  const arrivals = RandomStream.of(seed, "queue", "arrivals");
  const services = RandomStream.of(seed, "queue", "services");
  const waitingTimes = new Float64Array(customers);
  const responseTimes = new Float64Array(customers);
  const free = new Float64Array(servers); // a binary heap of the times at which the servers come free
  // First come first served starts services in order, so the room for waiting is full while the customer let in
  // `places` before has yet to start.
  const places = capacity === undefined ? 0 : Math.min(capacity - servers, customers);
  const starts = new Float64Array(places);
  let accepted = 0;
  let arrival = 0;
  for (let n = 0; n < customers; n++) {
    arrival += arrivals.exponential() / arrivalRate;
    const service = services.exponential() / serviceRate;
    const start = Math.max(free[0], arrival);
    if (capacity !== undefined) {
      if ((places === 0 ? start : starts[accepted % places]) > arrival) {
        waitingTimes[n] = Number.NaN;
        responseTimes[n] = Number.NaN;
        continue;
      }
      if (places > 0) starts[accepted % places] = start;
      accepted++;
    }
    waitingTimes[n] = start - arrival;
    responseTimes[n] = start - arrival + service;
    replaceSmallest(free, start + service);
  }
  return { waitingTimes, responseTimes };
}

/** Puts `value` in the place of a binary heap's smallest entry. */
function replaceSmallest(heap: Float64Array, value: number): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= value) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = value;
}
