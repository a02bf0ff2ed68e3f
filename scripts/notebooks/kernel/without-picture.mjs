const PLOTLY = "application/vnd.plotly.v1+json";

/**
 * The kinds of an output without the PNG beside a figure. JupyterLab's extension of Plotly's would show that, unscaled, until the mouse is
 * over it; without one it shows the figure at once, and puts a PNG of its own beside it.
 */
export function withoutPicture(kinds) {
  if (!(PLOTLY in kinds)) return kinds;
  const { "image/png": _, ...others } = kinds;
  return others;
}
