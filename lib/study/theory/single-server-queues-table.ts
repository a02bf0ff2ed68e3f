import { mm1, mm1k } from "../../queueing/index.js";
import type { TableDefinition } from "../../report/index.js";

/** The queue limit used throughout: 32 requests at a container, the one in service included. */
const CAPACITY = 32;
const LOADS = [0.5, 0.7, 0.8, 0.9, 0.95];

/** One container at several loads, in units of its mean service time (mu = 1). */
export const singleServerQueues: TableDefinition = {
  id: "single-server-queues",
  title: "One container by theory",
  caption:
    "One container at offered load $\\rho$: mean number present $L$, mean response time $R$ in mean service times, and the " +
    `share of requests lost $p_K$ with room for $K = ${CAPACITY}$. Response times of $\\mathrm{M/M/1}/K$ are those of the requests let in.`,
  inputs: [],
  columns: [
    { key: "load", title: "$\\rho$", format: { digits: 2 } },
    { key: "number", title: "$L$, M/M/1", format: { digits: 2 } },
    { key: "response", title: "$\\mu R$, M/M/1", format: { digits: 2 } },
    { key: "boundedNumber", title: "$L$, $\\mathrm{M/M/1}/K$", format: { digits: 2 } },
    { key: "boundedResponse", title: "$\\mu R$, $\\mathrm{M/M/1}/K$", format: { digits: 2 } },
    { key: "lost", title: "$p_K$ (%)", format: { style: "percent", digits: 4 } },
  ],
  rows: () =>
    LOADS.map((load) => {
      const rates = { arrivalRate: load, serviceRate: 1 };
      const unbounded = mm1(rates);
      const bounded = mm1k({ ...rates, capacity: CAPACITY });
      return {
        load,
        number: unbounded.meanNumberInSystem,
        response: unbounded.meanResponseTime,
        boundedNumber: bounded.meanNumberInSystem,
        boundedResponse: bounded.meanResponseTime,
        lost: bounded.blockingProbability,
      };
    }),
};
