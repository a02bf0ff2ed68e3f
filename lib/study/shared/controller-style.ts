import type { SeriesStyle } from "../../report/index.js";

/**
 * How each controller is drawn, in every figure alike. Hue separates families (learned ones warm, rules cool, references
 * grey), lightness and symbol separate the members, so that figures also read in grey and with a colour-vision deficiency.
 */
const CONTROLLERS: Readonly<
  Record<string, SeriesStyle & { readonly symbol: string; readonly label?: string }>
> = Object.freeze({
  threshold: { color: "#0072b2", symbol: "circle" },
  pid: { color: "#56b4e9", symbol: "square", label: "PID" },
  "writeup-threshold": {
    color: "#0072b2",
    symbol: "circle-open",
    dash: "dot",
    label: "threshold (write-up)",
  },
  "writeup-pid": { color: "#56b4e9", symbol: "square-open", dash: "dot", label: "PID (write-up)" },
  "square-root": { color: "#332288", symbol: "triangle-up", label: "square root" },
  staffing: { color: "#117733", symbol: "triangle-down" },
  newsvendor: { color: "#44aa99", symbol: "diamond" },
  "base-stock": { color: "#999933", symbol: "triangle-left", label: "base stock" },
  hpa: { color: "#0a5c5c", symbol: "star", label: "HPA" },
  kpa: { color: "#4c8bb0", symbol: "cross", label: "KPA" },
  "ppo-writeup": { color: "#882255", symbol: "pentagon" },
  "ppo-writeup-padded": { color: "#cc79a7", symbol: "hexagon" },
  "ppo-fleet": { color: "#d55e00", symbol: "star-diamond" },
  static: { color: "#777777", symbol: "circle-open" },
  random: { color: "#aaaaaa", symbol: "x" },
});

/** The router after the plus sign is shown by the line. */
const ROUTERS: Readonly<Record<string, NonNullable<SeriesStyle["dash"]>>> = Object.freeze({
  "round-robin": "solid",
  "least-queue": "dash",
  capacity: "dashdot",
  "least-connections": "longdash",
});

/**
 * The style of a controller such as "threshold" or "threshold+least-queue+pick".
 * @throws RangeError for a name without a style.
 */
export function controllerStyle(name: string): Required<SeriesStyle> {
  const [rule, ...options] = name.split("+");
  const style = CONTROLLERS[rule];
  if (style === undefined)
    throw new RangeError(
      `controller must be one with a style (${Object.keys(CONTROLLERS).join(", ")}), got ${JSON.stringify(name)}`,
    );
  const dash = options.map((option) => ROUTERS[option]).find((line) => line !== undefined);
  const { color, symbol } = style;
  return { color, symbol, dash: dash ?? style.dash ?? "solid" };
}

/** A controller's name for legends and tables, e.g. "square root, least queue"; names without a style stay as they are. */
export function controllerLabel(name: string): string {
  const [rule, ...options] = name.split("+");
  return [CONTROLLERS[rule]?.label ?? rule, ...options.map((option) => option.replace("-", " "))].join(", ");
}

/** Names of the controllers that have a style, in the order that tables and legends list them. */
export const STYLED_CONTROLLERS: readonly string[] = Object.freeze(Object.keys(CONTROLLERS));
