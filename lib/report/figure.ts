import { existsSync, readFileSync, rmSync } from "node:fs";
import { InputError } from "../check/index.js";
import { manifestFile, readManifest, type Workspace } from "../data/index.js";
import { sha256, withLock, writeFileAtomically } from "../files/index.js";
import { canonicalJson } from "./canonical-json.js";
import { fileHash } from "./data-reader.js";
import type { FigureDefinition, Picture } from "./definitions.js";
import {
  drawnFigure,
  type FigureFile,
  figurePath,
  isSameFigure,
  isSamePicture,
  readFigure,
} from "./figure-file.js";
import { missingPicturePrograms, PICTURE_FORMATS, type PictureFormat, pictureFiles } from "./pictures.js";
import { requireRecorded } from "./recorded.js";

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
 * Draws figures: `<id>.plotly.json`, and svg, pdf and png from it, all with one start of the browser. Unless `afresh`, files stay as
 * they are while the picture does, and the JSON stays while what it says does. Without a browser or rsvg-convert the JSON is written,
 * pictures of an earlier drawing are removed, and `leftOut` says so.
 * @throws InputError where an input is missing, damaged or not what the manifest recorded, or another process draws one of them.
 */
export async function exportFigures(
  workspace: Workspace,
  figures: readonly FigureDefinition[],
  options: { readonly afresh?: boolean } = {},
): Promise<readonly FigureExport[]> {
  const leftOut = missingPicturePrograms();
  const manifest = readManifest(manifestFile(workspace.dataDir));
  const plans = figures.map((figure): FigurePlan => {
    requireRecorded(workspace, figure, manifest);
    const now = drawnFigure(workspace, figure);
    const stored = options.afresh ? undefined : wholeFigure(workspace, figure.id, leftOut.length === 0);
    if (stored === undefined || !isSamePicture(stored, now)) return { now };
    return { now, pictures: stored.pictures, isKept: isSameFigure(stored, now) };
  });
  const changed = plans.filter(({ isKept }) => !isKept);
  await withLock(
    changed.map(({ now }) => figurePath(workspace, now.id, "plotly.json")),
    async () => {
      const undrawn = changed.filter(({ pictures }) => pictures === undefined);
      const files = await pictureFiles(undrawn.map(({ now }) => now));
      for (const [k, plan] of undrawn.entries())
        plan.pictures = writePictures(workspace, plan.now.id, files[k] ?? {});
      for (const { now, pictures } of changed)
        writeFileAtomically(
          figurePath(workspace, now.id, "plotly.json"),
          canonicalJson({ ...now, pictures }),
        );
    },
  );
  return plans.map(({ now: { id }, pictures = {}, isKept = false }) => {
    const made = PICTURE_FORMATS.filter((format) => pictures[format] !== undefined);
    const files = Object.fromEntries(made.map((format) => [format, figurePath(workspace, id, format)]));
    return {
      id,
      drawn: !isKept,
      files: { json: figurePath(workspace, id, "plotly.json"), ...files },
      leftOut: made.length === PICTURE_FORMATS.length ? [] : leftOut,
    };
  });
}

/** A figure as it is drawn now, the hashes of its files where these may stay, and whether all of it may. */
interface FigurePlan {
  readonly now: FigureFile;
  pictures?: FigureFile["pictures"];
  readonly isKept?: boolean;
}

/** A figure and its PNG for a notebook, drawn where it has to be; without a PNG, `leftOut` says why, a line each. */
export async function figureWithPng(
  workspace: Workspace,
  figure: FigureDefinition,
): Promise<{
  readonly picture: Picture;
  readonly png: Uint8Array | undefined;
  readonly leftOut: readonly string[];
}> {
  const [{ files, leftOut }] = await exportFigures(workspace, [figure]);
  const png = files.png === undefined ? undefined : readFileSync(files.png);
  return { picture: readFigure(workspace, figure.id), png, leftOut };
}

/** The stored figure where it and its pictures are whole, else undefined. */
function wholeFigure(workspace: Workspace, id: string, canDraw: boolean): FigureFile | undefined {
  try {
    const stored = readFigure(workspace, id);
    const wanted = canDraw ? PICTURE_FORMATS : PICTURE_FORMATS.filter((format) => stored.pictures[format]);
    const isWhole = wanted.every((format) => {
      const path = figurePath(workspace, id, format);
      return existsSync(path) && fileHash(path) === stored.pictures[format];
    });
    return isWhole ? stored : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Writes the pictures of a figure, before its JSON holds their hashes: a stop half way leaves a figure that is drawn again. */
function writePictures(
  workspace: Workspace,
  id: string,
  pictures: Partial<Record<PictureFormat, Uint8Array>>,
): FigureFile["pictures"] {
  const hashes: FigureFile["pictures"] = {};
  for (const format of PICTURE_FORMATS) {
    const path = figurePath(workspace, id, format);
    const content = pictures[format];
    if (content === undefined) rmSync(path, { force: true });
    else {
      writeFileAtomically(path, content);
      hashes[format] = sha256(content);
    }
  }
  return hashes;
}
