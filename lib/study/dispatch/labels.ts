import type { SeriesStyle } from "../../report/index.js";
import { COMMON_QUEUE, type Method } from "./methods.js";

/** How a way to spread requests is named and drawn. */
export interface DispatchStyle {
  readonly label: string;
  readonly style: SeriesStyle & { readonly symbol: string };
}

/** In the order in which tables and legends list them. */
export const DISPATCH_STYLES: Readonly<Record<Method | typeof COMMON_QUEUE, DispatchStyle>> = Object.freeze({
  "round-robin": { label: "round robin", style: { color: "#777777", symbol: "circle" } },
  "least-queue": {
    label: "least-queue weights",
    style: { color: "#0072b2", symbol: "square", dash: "dash" },
  },
  "power-of-two": { label: "two choices", style: { color: "#d55e00", symbol: "diamond" } },
  "least-connections": { label: "least connections", style: { color: "#009e73", symbol: "triangle-up" } },
  [COMMON_QUEUE]: { label: "one common queue", style: { color: "#000000", symbol: "x", dash: "dot" } },
});
