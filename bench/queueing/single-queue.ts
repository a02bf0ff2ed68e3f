import { queueing } from "fleetlab";
import type { BenchGroup, BenchRow } from "../group.js";
import { preparePeer, runPeer } from "../peers/python.js";

/** What a peer's script prints as JSON. */
interface PeerResult {
  /** Arrivals + departures. */
  readonly events: number;
  /** Time of the simulation alone, imports and set-up not counted. */
  readonly seconds: number;
  readonly meanResponseTime: number;
}

// What is timed is the library as it is built, as users run it.
const { mm1, simulateQueue } = queueing;

const QUEUE = { arrivalRate: 0.8, serviceRate: 1 };
const UNIT = "queue events/s";
const OUR_CUSTOMERS = 4_000_000;
const PEER_CUSTOMERS = 50_000;

/** Throws unless a run's mean response time is near theory's: a peer that simulates another queue is not compared. */
function requireSameQueue(name: string, meanResponseTime: number): void {
  const expected = mm1(QUEUE).meanResponseTime;
  // 50,000 customers at this load leave a standard deviation of 4 %.
  if (!(Math.abs(meanResponseTime / expected - 1) < 0.25))
    throw new Error(`${name} has a mean response time of ${meanResponseTime}, theory ${expected}`);
}

function ourSpeed(repeat: number): number {
  const begin = performance.now();
  const { responseTimes } = simulateQueue({ ...QUEUE, servers: 1, customers: OUR_CUSTOMERS, seed: repeat });
  const seconds = (performance.now() - begin) / 1000;
  requireSameQueue("fleetlab", responseTimes.reduce((sum, time) => sum + time, 0) / OUR_CUSTOMERS);
  return (2 * OUR_CUSTOMERS) / seconds;
}

function peer(name: string, script: string): BenchRow {
  return {
    name,
    unit: UNIT,
    prepare: () =>
      preparePeer("queueing") ?? runPeer("queueing", script, { ...QUEUE, customers: 10, seed: 0 }).failure,
    measure(repeat) {
      const argument = { ...QUEUE, customers: PEER_CUSTOMERS, seed: repeat };
      const { output, failure } = runPeer("queueing", script, argument);
      if (failure !== undefined) throw new Error(failure);
      const { events, seconds, meanResponseTime }: PeerResult = JSON.parse(output);
      requireSameQueue(name, meanResponseTime);
      return events / seconds;
    },
  };
}

/** A single M/M/1 at utilization 0.8: arrivals + departures per second, every customer's times kept. */
export const singleQueue: BenchGroup = {
  name: "queueing",
  family: "queueing",
  module: __filename,
  title: "one M/M/1 at utilization 0.8 on one core; an arrival or a departure is an event",
  rows: [
    {
      name: "fleetlab simulateQueue",
      unit: UNIT,
      prepare() {
        ourSpeed(0);
        return undefined;
      },
      measure: ourSpeed,
    },
    peer("Ciw 3.2.7", "ciw_mm1.py"),
    peer("SimPy 4.1.2", "simpy_mm1.py"),
  ],
};
