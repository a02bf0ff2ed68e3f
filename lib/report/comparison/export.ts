import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, comparisonFolder, saveComparison } from "../../evaluation/index.js";
import { writeFileAtomically } from "../../files/index.js";
import { canonicalJson } from "../canonical-json.js";
import type { Picture } from "../definitions.js";
import { frameCsv, plainFrame } from "../frame.js";
import { missingPicturePrograms, PICTURE_FORMATS, type PictureFormat, pictureFiles } from "../pictures.js";
import { type FigureSize, styledPicture } from "../style.js";
import { latexTable, markdownTable } from "../table.js";
import { learningCurvesPicture } from "./learning-curves.js";
import { runsCsv } from "./runs-csv.js";
import { comparisonTable, differencesTable, type OwnTable } from "./tables.js";
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
  /** Further tables. */
  readonly tables?: Readonly<Record<string, OwnTable>> | undefined;
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
  {
    folder = comparisonFolder(comparison.plan.name),
    formats = PICTURE_FORMATS,
    tables = {},
  }: ExportOptions = {},
): Promise<ComparisonExport> {
  const files = [saveComparison(comparison, folder)];
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    writeFileAtomically(file, content);
    files.push(file);
  };
  write("each-run.csv", runsCsv(comparison));
  const all = { table: comparisonTable(comparison), differences: differencesTable(comparison), ...tables };
  for (const [name, table] of Object.entries(all)) {
    const frame = plainFrame(table, table.rows());
    write(`${name}.csv`, frameCsv(frame));
    write(`${name}.md`, `${markdownTable(table, frame)}\n`);
    write(`${name}.tex`, `${latexTable(table, frame)}\n`);
  }
  const pictures = comparisonPictures(comparison);
  const drawn = formats.length === 0 ? pictures.map(() => ({})) : await pictureFiles(pictures.map(styled));
  for (const [i, picture] of pictures.entries()) {
    write(`${picture.name}.plotly.json`, canonicalJson(styled(picture)));
    for (const format of PICTURE_FORMATS) {
      const content = (drawn[i] as Partial<Record<PictureFormat, Uint8Array>>)[format];
      // A picture of an earlier comparison would be taken for one of this.
      if (content === undefined || !formats.includes(format))
        rmSync(join(folder, `${picture.name}.${format}`), { force: true });
      else write(`${picture.name}.${format}`, content);
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
