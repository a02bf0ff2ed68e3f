import { ContainerState, type Observation } from "../cluster/index.js";
import { numberText } from "./format.js";

/** Names of the container states, by their number. */
const STATES: readonly string[] = Object.entries(ContainerState)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);
const STATE_COLORS: readonly string[] = ["#eeeeee", "#e69f00", "#009e73", "#56b4e9"];

/**
 * One observation of any cluster as HTML without scripts, for a display that is updated in place while a controller runs: a row a
 * container with its state, CPU, requests in it and routing weight, under a line about the whole fleet.
 * @param queueLimit requests that fill a container's bar.
 */
export function fleetView(observation: Observation, { queueLimit }: { readonly queueLimit: number }): string {
  const { size, time, state, cpu, queueDepth, lastWeights, arrivalRate, fleetSize } = observation;
  const largest = Math.max(...lastWeights) || 1;
  const rows = Array.from({ length: size }, (_, i) => {
    const color = STATE_COLORS[state[i]];
    const cells = [
      `<td>${i + 1}</td>`,
      `<td style="background:${color}">${STATES[state[i]]}</td>`,
      bar(cpu[i], `${numberText(cpu[i], { style: "percent", digits: 0 })} %`),
      bar(queueDepth[i] / queueLimit, numberText(queueDepth[i], { digits: 0 })),
      bar(lastWeights[i] / largest, numberText(lastWeights[i] / largest)),
    ];
    return `<tr>${cells.join("")}</tr>`;
  });
  const about = `${numberText(time, { digits: 0 })} s: ${numberText(arrivalRate, { digits: 1 })} requests/s, ${fleetSize} of ${size} containers`;
  const head = ["", "state", "CPU", "requests", "weight"].map((title) => `<th>${title}</th>`).join("");
  return `<div>${about}</div><table style="font-size:11px"><tr>${head}</tr>${rows.join("")}</table>`;
}

/** A cell with a bar of `share` (cut to 0 .. 1) of its width behind `text`. */
function bar(share: number, text: string): string {
  const width = (100 * Math.min(Math.max(share, 0), 1)).toFixed(0);
  return `<td style="width:90px;background:linear-gradient(to right,#bcd6ea ${width}%,#ffffff ${width}%)">${text}</td>`;
}
