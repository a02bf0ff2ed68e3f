import { openWorkspace, type Workspace } from "../data/index.js";
import type { FigureDefinition, Picture, TableDefinition } from "./definitions.js";
import { figureOutput } from "./figure.js";
import { missingPicturePrograms, pictureFiles } from "./pictures.js";
import { type FigureSize, styledPicture } from "./style.js";
import { markdownTable, tableFrame } from "./table.js";

/** What a notebook shows things with: tslab's `display`, or anything of its form. */
export interface NotebookDisplay {
  raw(mime: string, content: string | Uint8Array): void;
  markdown(text: string): void;
}

/** Shows a figure, drawn from the workspace's data where it has to be, and its caption. */
export async function displayFigure(
  display: NotebookDisplay,
  figure: FigureDefinition,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  const { mime, content } = await figureOutput(workspace, figure);
  display.raw(mime, content);
  display.markdown(figure.caption);
}

/** Shows a table, made from the workspace's data, and its caption. */
export async function displayTable(
  display: NotebookDisplay,
  table: TableDefinition,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  display.markdown(`${table.caption}\n\n${markdownTable(table, await tableFrame(workspace, table))}`);
}

/**
 * Shows a picture made on the spot, for instance from a notebook's own measurements, as PNG in the house style; where no
 * picture can be made here, a line of Markdown that says why. Nothing is stored. A picture that is to be cited has a
 * definition instead (`FigureDefinition`).
 */
export async function displayPicture(
  display: NotebookDisplay,
  picture: Picture,
  size: FigureSize = "full",
): Promise<void> {
  const [{ png }] = await pictureFiles([styledPicture(picture, size)]);
  if (png !== undefined) display.raw("image/png", new Uint8Array(png));
  else display.markdown(`*The picture isn't shown: ${missingPicturePrograms().join("; ")}.*`);
}
