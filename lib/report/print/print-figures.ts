import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { manifestFile, readManifest, type Workspace } from "../../data/index.js";
import { withLock, withSources, writeFileAtomically } from "../../files/index.js";
import { canonicalJson } from "../canonical-json.js";
import { dataReader } from "../data-reader.js";
import type { FigureDefinition, Layout, Picture } from "../definitions.js";
import { figureProvenance } from "../figure-file.js";
import { missingPicturePrograms, PICTURE_FORMATS, pictureFiles } from "../pictures.js";
import { requireRecorded } from "../recorded.js";
import { FIGURE_SIZES, styledPicture } from "../style.js";
import { figurePage } from "./page.js";
import { type PrintStyle, pictureInStyle } from "./style-file.js";

/** Formats that a figure is printed in: html can be looked at closely, all others stand still. */
export const PRINT_FORMATS = Object.freeze([...PICTURE_FORMATS, "html"] as const);
/** One of them. */
export type PrintFormat = (typeof PRINT_FORMATS)[number];

/** How and where figures are printed. */
export interface PrintOptions {
  readonly formats: readonly PrintFormat[];
  /** In inches; left out: as in the report. */
  readonly width?: number | undefined;
  /** In inches; left out: less high where it is narrower, by the root of the ratio of the widths. */
  readonly height?: number | undefined;
  readonly style?: PrintStyle | undefined;
  readonly folder: string;
}

/** A figure that was printed. */
export interface PrintedFigure {
  readonly id: string;
  readonly files: readonly string[];
  /** Where its JSON lies, with the provenance of the picture. */
  readonly json: string;
}

/**
 * Draws figures for a paper into a folder: `<id>.<format>`, and beside them `<id>.plotly.json` with what was drawn from which data. The
 * report's own pictures stay as they are.
 * @throws InputError where data are missing or aren't what the manifest recorded, or a format can't be made here.
 */
export async function printFigures(
  workspace: Workspace,
  figures: readonly FigureDefinition[],
  { formats, width, height, style = {}, folder }: PrintOptions,
): Promise<readonly PrintedFigure[]> {
  const still = formats.filter((format) => format !== "html");
  const [missing] = missingPicturePrograms(still);
  if (missing !== undefined) throw new InputError(missing);
  const manifest = readManifest(manifestFile(workspace.dataDir));
  const drawn = figures.map((figure) => {
    requireRecorded(workspace, figure, manifest);
    const size = printedSize(figure, width, height);
    const plain = styledPicture(figure.draw(dataReader(workspace, figure)), size);
    const fitted = size.width < FIGURE_SIZES[figure.size].width ? withFreeLegend(plain) : plain;
    const picture = pictureInStyle(fitted, { textPoints: textPoints(figure, size.width), ...style });
    const { file, ...settings } = style;
    const provenance = {
      ...figureProvenance(workspace, figure),
      print: { ...size, style: settings, ...withSources(file === undefined ? [] : [file]) },
    };
    return { figure, picture, provenance };
  });
  return withLock([folder], async () => {
    const files = still.length > 0 ? await pictureFiles(drawn.map(({ picture }) => picture)) : [];
    return drawn.map(({ figure, picture, provenance }, k) => {
      const { id, title, caption } = figure;
      const json = join(folder, `${id}.plotly.json`);
      const content = { id, title, caption, ...picture, provenance };
      writeFileAtomically(json, canonicalJson(content));
      const made = formats.map((format) => {
        const path = join(folder, `${id}.${format}`);
        writeFileAtomically(
          path,
          format === "html"
            ? figurePage(figure, picture, provenance.inputs, manifest)
            : (files[k][format] as Uint8Array),
        );
        return path;
      });
      return { id, files: made, json };
    });
  });
}

/** Entries of the legend as wide as their text: where there is less room, those of equal widths run into each other. */
function withFreeLegend({ data, layout }: Picture): Picture {
  const { entrywidth: _, entrywidthmode: __, ...legend } = (layout.legend ?? {}) as Layout;
  return { data, layout: { ...layout, legend } };
}

/** Axis titles in pt, and least so many where a figure is narrower than in the report. */
const [TEXT_POINTS, LEAST_TEXT_POINTS] = [9, 7];

/** Size of axis titles in pt: in proportion to the width, but never larger than in the report. */
function textPoints({ size }: FigureDefinition, width: number): number {
  const ratio = width / FIGURE_SIZES[size].width;
  return Math.min(Math.max(ratio * TEXT_POINTS, LEAST_TEXT_POINTS), TEXT_POINTS);
}

/** Size in inches. */
function printedSize(
  { size }: FigureDefinition,
  width: number = FIGURE_SIZES[size].width,
  height: number = FIGURE_SIZES[size].height * Math.sqrt(width / FIGURE_SIZES[size].width),
): { readonly width: number; readonly height: number } {
  return { width, height };
}
