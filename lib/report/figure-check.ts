import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { shownPath, verificationMarks, type Workspace } from "../data/index.js";
import { fileHash, presentInputs } from "./data-reader.js";
import type { FigureDefinition } from "./definitions.js";
import { drawingCommand, drawnFigure, figurePath, isSamePicture, readFigure } from "./figure-file.js";
import { PICTURE_FORMATS } from "./pictures.js";

/** Whether a stored figure may be shown. */
export interface FigureCheck {
  /** Why it is refused, a line each; empty where it may be shown. */
  readonly refusals: readonly string[];
  /** What the reader must be told beside it: data that did not come out the same when they were measured again, or were not tried. */
  readonly marks: readonly string[];
}

/**
 * Compares a stored figure with the data that it says it was drawn from, with the picture that its code draws of them now, and with
 * the files made from it. Data that a verification found to differ is no reason to refuse, but is marked.
 */
export function figureCheck(workspace: Workspace, figure: FigureDefinition): FigureCheck {
  const { id } = figure;
  const redraw = `draw it again with: ${drawingCommand(workspace, id)}`;
  try {
    const stored = readFigure(workspace, id);
    const file = shownPath(workspace, figurePath(workspace, id, "plotly.json"));
    const refusals: string[] = [];
    for (const input of new Set([
      ...presentInputs(workspace, figure),
      ...Object.keys(stored.provenance.inputs),
    ])) {
      const path = join(workspace.dataDir, input);
      const now = existsSync(path) ? fileHash(path) : undefined;
      if (now === undefined || now !== stored.provenance.inputs[input])
        refusals.push(
          `figure ${id}: ${file} wasn't drawn from ${shownPath(workspace, path)} as it is now: ${redraw}`,
        );
    }
    if (refusals.length === 0 && !isSamePicture(stored, drawnFigure(workspace, figure)))
      refusals.push(`figure ${id}: ${file} isn't the picture that ${figure.source} draws now: ${redraw}`);
    for (const format of PICTURE_FORMATS) {
      const path = figurePath(workspace, id, format);
      const recorded = stored.pictures[format];
      if (recorded !== undefined && !(existsSync(path) && fileHash(path) === recorded))
        refusals.push(`figure ${id}: ${shownPath(workspace, path)} wasn't made from ${file}: ${redraw}`);
    }
    return {
      refusals,
      marks: refusals.length === 0 ? verificationMarks(workspace, presentInputs(workspace, figure)) : [],
    };
  } catch (error) {
    if (error instanceof InputError) return { refusals: [error.message], marks: [] };
    throw error;
  }
}
