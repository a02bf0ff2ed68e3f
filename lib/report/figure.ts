import { existsSync, readFileSync, rmSync } from "node:fs";
import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";
import { sha256, withLock, writeFileAtomically } from "../files/index.js";
import { canonicalJson } from "./canonical-json.js";
import { fileHash } from "./data-reader.js";
import type { FigureDefinition } from "./definitions.js";
import { drawnFigure, type FigureFile, figurePath, isSameFigure, readFigure } from "./figure-file.js";
import { missingPicturePrograms, PICTURE_FORMATS, type PictureFormat, pictureFiles } from "./pictures.js";

/** What became of a figure. */
export interface FigureExport {
  readonly id: string;
  /** False where the stored figure was already the one that would be drawn. */
  readonly drawn: boolean;
  /** Paths of its files by extension; a picture that couldn't be made is missing. */
  readonly files: { readonly json: string } & Partial<Record<PictureFormat, string>>;
  /** What was left out, a line each. */
  readonly leftOut: readonly string[];
}

/**
 * Draws figures: `<id>.plotly.json`, and svg, pdf and png from it, all with one start of the browser. A figure whose data,
 * drawing code and files haven't changed is left alone unless `afresh`. Without a browser or rsvg-convert the JSON is
 * written, pictures of an earlier drawing are removed, and `leftOut` says so.
 * @throws InputError where an input is missing or damaged, or another process draws one of them.
 */
export async function exportFigures(
  workspace: Workspace,
  figures: readonly FigureDefinition[],
  options: { readonly afresh?: boolean } = {},
): Promise<readonly FigureExport[]> {
  const leftOut = missingPicturePrograms();
  const now = figures.map((figure) => drawnFigure(workspace, figure));
  const kept = now.map((figure) =>
    options.afresh ? undefined : unchangedFigure(workspace, figure, leftOut.length === 0),
  );
  const changed = now.filter((_, i) => kept[i] === undefined);
  const drawn = await withLock(
    changed.map(({ id }) => figurePath(workspace, id, "plotly.json")),
    async () => {
      const pictures = await pictureFiles(changed);
      return new Map(
        changed.map((figure, k) => [figure.id, writeFigure(workspace, figure, pictures[k] ?? {})]),
      );
    },
  );
  return now.map((figure, i) => {
    const stored = kept[i] ?? (drawn.get(figure.id) as FigureFile);
    const files: Partial<Record<PictureFormat, string>> = Object.fromEntries(
      PICTURE_FORMATS.filter((format) => stored.pictures[format] !== undefined).map((format) => [
        format,
        figurePath(workspace, figure.id, format),
      ]),
    );
    return {
      id: figure.id,
      drawn: kept[i] === undefined,
      files: { json: figurePath(workspace, figure.id, "plotly.json"), ...files },
      leftOut: PICTURE_FORMATS.every((format) => format in files) ? [] : leftOut,
    };
  });
}

/**
 * A figure's PNG for a notebook, drawn where it has to be; where no picture can be made here, a line of Markdown that says
 * so.
 */
export async function figureOutput(
  workspace: Workspace,
  figure: FigureDefinition,
): Promise<{ readonly mime: string; readonly content: string | Uint8Array }> {
  const [exported] = await exportFigures(workspace, [figure]);
  if (exported.files.png === undefined)
    return {
      mime: "text/markdown",
      content: `*Figure ${figure.id} isn't shown: ${exported.leftOut.join("; ")}.*`,
    };
  return { mime: "image/png", content: new Uint8Array(readFileSync(exported.files.png)) };
}

/** The stored figure where it equals `figure` and its pictures are whole, else undefined. */
function unchangedFigure(workspace: Workspace, figure: FigureFile, canDraw: boolean): FigureFile | undefined {
  try {
    const stored = readFigure(workspace, figure.id);
    const wanted = canDraw ? PICTURE_FORMATS : PICTURE_FORMATS.filter((format) => stored.pictures[format]);
    const whole = wanted.every((format) => {
      const path = figurePath(workspace, figure.id, format);
      return existsSync(path) && fileHash(path) === stored.pictures[format];
    });
    return whole && isSameFigure(stored, figure) ? stored : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Pictures first and the JSON, which holds their hashes, last: a stop half way leaves a figure that is drawn again. */
function writeFigure(
  workspace: Workspace,
  figure: FigureFile,
  pictures: Partial<Record<PictureFormat, Uint8Array>>,
): FigureFile {
  const hashes: Partial<Record<PictureFormat, string>> = {};
  for (const format of PICTURE_FORMATS) {
    const path = figurePath(workspace, figure.id, format);
    const content = pictures[format];
    if (content === undefined) rmSync(path, { force: true });
    else {
      writeFileAtomically(path, content);
      hashes[format] = sha256(content);
    }
  }
  const whole = { ...figure, pictures: hashes };
  writeFileAtomically(figurePath(workspace, figure.id, "plotly.json"), canonicalJson(whole));
  return whole;
}
