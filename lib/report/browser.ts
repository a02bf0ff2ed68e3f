import { readFileSync } from "node:fs";
import { InputError } from "../check/index.js";
import type { Picture } from "./definitions.js";
import { programPath } from "./programs.js";

/** Keeps the browser off the network and quiet; `--no-sandbox` because the sandbox refuses to start as root. */
const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--font-render-hinting=none",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The headless browser: FLEETLAB_CHROMIUM where set, else the first found on PATH, else undefined. */
export function browserPath(): string | undefined {
  return (
    process.env.FLEETLAB_CHROMIUM ??
    programPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
  );
}

/**
 * SVG of each picture, in order, from one start of the browser. Nothing is fetched: Plotly comes from the package, and
 * every request of the page is refused.
 * @throws InputError where the browser doesn't start or Plotly refuses a picture.
 */
export async function svgPictures(browser: string, pictures: readonly Picture[]): Promise<readonly string[]> {
  const { chromium } = await import("playwright-core");
  const process = await chromium
    .launch({ executablePath: browser, args: FLAGS, handleSIGINT: false })
    .catch((error: Error) => {
      throw new InputError(
        `${browser} doesn't start (${firstLine(error)}): set FLEETLAB_CHROMIUM to one that does`,
      );
    });
  try {
    const page = await process.newPage();
    await page.route("**/*", (route) => route.abort());
    await page.setContent("<!doctype html><html><body></body></html>");
    await page.addScriptTag({ content: readFileSync(require.resolve("plotly.js-dist"), "utf8") });
    const svgs: string[] = [];
    for (const picture of pictures)
      svgs.push(steadySvg(await page.evaluate(svgInPage, JSON.stringify(picture))));
    return svgs;
  } finally {
    await process.close();
  }
}

/** Runs inside the page. */
async function svgInPage(json: string): Promise<string> {
  type PlotlyGlobal = { toImage(picture: unknown, options: unknown): Promise<string> };
  const picture = JSON.parse(json);
  const { width, height } = picture.layout;
  const { Plotly } = window as unknown as { Plotly: PlotlyGlobal };
  await document.fonts.ready;
  const url = await Plotly.toImage(picture, { format: "svg", width, height });
  return decodeURIComponent(url.slice(url.indexOf(",") + 1));
}

/** Plotly marks ids with a random word of six hex digits: a fixed one makes the same picture the same file. */
function steadySvg(svg: string): string {
  const random = /id="defs-([0-9a-f]+)"/.exec(svg)?.[1];
  return `${random === undefined ? svg : svg.replaceAll(random, "000000")}\n`;
}

function firstLine(error: Error): string {
  return error.message.split("\n")[0];
}
