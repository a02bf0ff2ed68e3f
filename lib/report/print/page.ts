import { readFileSync } from "node:fs";
import type { Manifest } from "../../data/index.js";
import type { FigureDefinition, Picture } from "../definitions.js";

/**
 * A page with a figure that can be zoomed and read point by point. It needs nothing from the network.
 * @param inputs hashes of the data behind it, by file. @param manifest says how each was measured.
 */
export function figurePage(
  figure: FigureDefinition,
  picture: Picture,
  inputs: Readonly<Record<string, string>>,
  manifest: Manifest,
): string {
  const plotly = readFileSync(require.resolve("plotly.js-dist"), "utf8").replaceAll("</script", "<\\/script");
  const json = JSON.stringify(picture).replaceAll("<", "\\u003c");
  const sources = Object.entries(inputs).map(([file, hash]) => {
    const command = manifest[file]?.provenance.at(-1)?.command;
    const made = command === undefined ? "" : `, made by <code>${escaped(command)}</code>`;
    return `<li>${escaped(file)} (SHA-256 ${hash.slice(0, 12)})${made}</li>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(figure.title)}</title><script>${plotly}</script></head>
<body>
<div id="figure"></div>
<p>${escaped(figure.caption)}</p>
<p>Drawn by <code>${escaped(figure.source)}</code> from</p>
<ul>${sources.join("")}</ul>
<script>const picture = ${json}; Plotly.newPlot("figure", picture.data, picture.layout);</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
