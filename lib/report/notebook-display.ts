import { canonicalJson } from "./canonical-json.js";
import type { Picture } from "./definitions.js";

/** What a notebook shows things with: the `display` of the workspace's kernel or of plain tslab, or anything of their form. */
export interface NotebookDisplay {
  raw(mime: string, content: string | Uint8Array): void;
  markdown(text: string): void;
  /** One output in several kinds, by media type, of which each reader takes the richest that it can show; plain tslab lacks it. */
  bundle?(contents: Readonly<Record<string, string | Uint8Array | object>>): void;
}

/** What JupyterLab's extension of Plotly's draws itself, so that it answers the mouse. */
export const PLOTLY = "application/vnd.plotly.v1+json";

/**
 * Shows a picture: to be explored where Plotly is at hand, and beside it as PNG for what can't run it (a forge, a print). Without a
 * PNG `reason` says in its place why there's none.
 */
export function showPicture(
  display: NotebookDisplay,
  picture: Picture,
  png: Uint8Array | undefined,
  reason: string,
): void {
  const [mime, content] = png === undefined ? ["text/markdown", reason] : ["image/png", new Uint8Array(png)];
  if (display.bundle === undefined) display.raw(mime, content);
  else display.bundle({ [PLOTLY]: plotlyOutput(picture), [mime]: content });
}

/** The picture as an output holds it: without what a figure's file says of its making, numbers rounded as they are there. */
export function plotlyOutput({ data, layout }: Picture): object {
  return JSON.parse(canonicalJson({ config: { displaylogo: false }, data, layout }));
}
