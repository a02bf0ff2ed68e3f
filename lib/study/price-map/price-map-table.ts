import { STANDARD_PRICES } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_INPUTS, type MapCosts, type MapMethod, mapCosts } from "./costs.js";

const PRICES = STANDARD_PRICES.filter((price) => price >= 0.3);

/** What staffing saves, by price, time scale and largest step. */
export const priceMapTable: TableDefinition = {
  id: "price-map",
  title: "What staffing saves against the best fixed fleet",
  caption:
    `Saved by staffing against the fixed fleet that was cheapest on the training loads at that price, in per cent of what the whole fleet's container-seconds cost, $N = ${SINGLE_SIZE}$, behind least ` +
    "connections; dev workloads, with 95 % bootstrap intervals over runs. *Static*: that fixed fleet in containers. *Pays at*: the prices, one after the other from the lowest on, at which staffing costs less, its interval apart from 0.",
  inputs: MAP_INPUTS,
  ruleBy: "scale",
  columns: [
    { key: "scale", title: "time scale", align: "right" },
    { key: "step", title: "a step" },
    ...PRICES.map((price) => ({
      key: `price-${price}`,
      title: `price ${price}`,
      format: { style: "percent", digits: 1 } as const,
      align: "right" as const,
    })),
    { key: "pays", title: "pays at", align: "right" },
  ],
  rows: (data) =>
    [...mapCosts(data).values()].flatMap((costs) => [
      line(costs, "static", (price) => costs.chosen("static", price).split("=")[1]),
      ...costs.steps.map((step) => line(costs, step, (price) => costs.saving(step, "static", price))),
    ]),
};

function line<T>(costs: MapCosts, method: MapMethod, cell: (price: number) => T) {
  return {
    scale: String(costs.timeScale),
    step: method,
    ...Object.fromEntries(PRICES.map((price) => [`price-${price}`, cell(price)])),
    pays: method === "static" ? "" : (costs.paysAt(method)?.join(" to ") ?? "no price"),
  } as Record<string, string>;
}
