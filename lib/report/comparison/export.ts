import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  baselineDifferences,
  type Comparison,
  comparisonFolder,
  earlierDifferences,
  requireComparisonFolder,
  saveComparison,
} from "../../evaluation/index.js";
import { writeFileAtomically } from "../../files/index.js";
import { canonicalJson } from "../canonical-json.js";
import type { Picture } from "../definitions.js";
import { plainFrame } from "../frame.js";
import { missingPicturePrograms, PICTURE_FORMATS, type PictureFormat, pictureFiles } from "../pictures.js";
import { type FigureSize, styledPicture } from "../style.js";
import { latexTable, markdownTable } from "../table.js";
import { differencesCsv, runsCsv, summariesCsv } from "./csv.js";
import { learningCurvesPicture } from "./learning-curves.js";
import { comparisonTable, differencesTable, earlierDifferencesTable, type OwnTable } from "./tables.js";
import { tradeOffPicture } from "./trade-off.js";

/** What was written of a comparison. */
export interface ComparisonExport {
  /** Paths in the order in which they were written. */
  readonly files: readonly string[];
  /** What was left out, a line each. */
  readonly leftOut: readonly string[];
}

/** How a comparison is written. */
export interface ExportOptions {
  /** Default: `comparisonFolder` of its name. */
  readonly folder?: string | undefined;
  /** Formats of the pictures beside Plotly's JSON; default: all. */
  readonly formats?: readonly PictureFormat[] | undefined;
  /** An earlier comparison: variants of the same name are compared with it, too. */
  readonly against?: Comparison | undefined;
}

/**
 * Writes a comparison as files: `comparison.json`, every run as `each-run.csv`, tables as csv, md and tex, and the pictures of the
 * trade-off and of learning as Plotly's JSON, svg, pdf and png.
 * @throws InputError where the folder holds something else.
 * @example
 * // needs a comparison
 * const { files } = await report.exportComparison(comparison);
 * files.length; // -> 16
 */
export async function exportComparison(
  comparison: Comparison,
  { folder = comparisonFolder(comparison.plan.name), formats = PICTURE_FORMATS, against }: ExportOptions = {},
): Promise<ComparisonExport> {
  requireComparisonFolder(folder, comparison.plan.name);
  const contents = new Map<string, string | Uint8Array | undefined>([["each-run.csv", runsCsv(comparison)]]);
  const tables: Record<string, readonly [OwnTable, csv: string] | undefined> = {
    table: [comparisonTable(comparison), summariesCsv(comparison)],
    differences: [differencesTable(comparison), differencesCsv(baselineDifferences(comparison))],
    against: against && [
      earlierDifferencesTable(comparison, against),
      differencesCsv(earlierDifferences(comparison, against)),
    ],
  };
  for (const [name, own] of Object.entries(tables)) {
    const frame = own && plainFrame(own[0], own[0].rows());
    contents.set(`${name}.csv`, own?.[1]);
    contents.set(`${name}.md`, own && frame && `${markdownTable(own[0], frame)}\n`);
    contents.set(`${name}.tex`, own && frame && `${latexTable(own[0], frame)}\n`);
  }
  const pictures = comparisonPictures(comparison);
  const drawn = formats.length === 0 ? [] : await pictureFiles(pictures.map(styled));
  for (const [i, picture] of pictures.entries()) {
    contents.set(`${picture.name}.plotly.json`, canonicalJson(styled(picture)));
    for (const format of PICTURE_FORMATS)
      contents.set(`${picture.name}.${format}`, formats.includes(format) ? drawn[i]?.[format] : undefined);
  }
  const files = [saveComparison(comparison, folder)];
  for (const [name, content] of contents) {
    const file = join(folder, name);
    // What an earlier comparison left would be taken for a part of this.
    if (content === undefined) rmSync(file, { force: true });
    else {
      writeFileAtomically(file, content);
      files.push(file);
    }
  }
  return { files, leftOut: formats.length === 0 ? [] : missingPicturePrograms() };
}

interface NamedPicture {
  readonly name: string;
  readonly picture: Picture;
  readonly size: FigureSize;
}

function comparisonPictures(comparison: Comparison): readonly NamedPicture[] {
  return [
    { name: "trade-off", picture: tradeOffPicture(comparison), size: "full" },
    {
      name: "learning-curves",
      picture: learningCurvesPicture(comparison),
      size: comparison.plan.sizes.length > 1 ? "fullTall" : "full",
    },
  ];
}

function styled({ picture, size }: NamedPicture): Picture {
  return styledPicture(picture, size);
}
