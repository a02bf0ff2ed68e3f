import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserPath, svgPictures } from "./browser.js";
import type { Picture } from "./definitions.js";
import { programPath, runProgram } from "./programs.js";

/** Files made from a figure's JSON. */
export const PICTURE_FORMATS = Object.freeze(["svg", "pdf", "png"] as const);
/** A format of a figure's picture files. */
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** A picture's files by format; a format is missing where its program is. */
export type PictureFiles = Partial<Record<PictureFormat, Uint8Array>>;

/** Pixels an inch of the PNG. */
const PNG_RESOLUTION = 220;

/** What keeps pictures of these formats from being made here, a line each; empty where all can be made. */
export function missingPicturePrograms(
  formats: readonly PictureFormat[] = PICTURE_FORMATS,
): readonly string[] {
  if (formats.length === 0) return [];
  const missing: string[] = [];
  if (browserPath() === undefined)
    missing.push("no chromium on PATH (or in FLEETLAB_CHROMIUM): svg, pdf and png of figures are left out");
  else if (formats.some((format) => format !== "svg") && programPath("rsvg-convert") === undefined)
    missing.push("no rsvg-convert on PATH (package librsvg2-bin): pdf and png of figures are left out");
  return missing;
}

/**
 * SVG (text as text), PDF (vector, fonts embedded) and PNG of each picture, in order, from one start of the browser; empty
 * objects where there is no browser.
 */
export async function pictureFiles(pictures: readonly Picture[]): Promise<readonly PictureFiles[]> {
  const browser = browserPath();
  if (browser === undefined) return pictures.map(() => ({}));
  if (pictures.length === 0) return [];
  const svgs = await svgPictures(browser, pictures);
  const convert = programPath("rsvg-convert");
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-figure-"));
  try {
    const files: PictureFiles[] = [];
    for (const svg of svgs) files.push(await converted(svg, convert, folder));
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function converted(svg: string, convert: string | undefined, folder: string): Promise<PictureFiles> {
  const files: PictureFiles = { svg: Buffer.from(svg) };
  if (convert === undefined) return files;
  const input = join(folder, "figure.svg");
  writeFileSync(input, svg);
  const zoom = String(PNG_RESOLUTION / 96);
  for (const [format, options] of [
    ["pdf", ["--dpi-x", "96", "--dpi-y", "96"]],
    ["png", ["--zoom", zoom, "--background-color", "white"]],
  ] as const) {
    const output = join(folder, `figure.${format}`);
    const { status, stderr } = await runProgram(convert, ["-f", format, ...options, "-o", output, input]);
    if (status !== 0) throw new Error(`rsvg-convert failed on a figure (${format}): ${stderr.trim()}`);
    files[format] = readFileSync(output);
  }
  return files;
}
