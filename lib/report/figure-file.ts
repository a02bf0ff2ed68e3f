import { join } from "node:path";
import { InputError } from "../check/index.js";
import { budgetFlag, shownPath, type Workspace } from "../data/index.js";
import { readJsonFile } from "../files/index.js";
import { canonicalJson } from "./canonical-json.js";
import { dataReader, inputHashes } from "./data-reader.js";
import type { FigureDefinition, Picture } from "./definitions.js";
import type { PictureFormat } from "./pictures.js";
import { styledPicture } from "./style.js";

/** `<id>.plotly.json`: the figure itself and how it came about. */
export interface FigureFile extends Picture {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly provenance: {
    /** SHA-256 of the data files that it was drawn from; the data manifest says how each was measured. */
    readonly inputs: Readonly<Record<string, string>>;
    /** The file that draws it, relative to the workspace. */
    readonly source: string;
    readonly budget: string;
    readonly configuration?: Readonly<Record<string, unknown>>;
    readonly seeds?: readonly number[];
  };
  /** SHA-256 of the files made from this figure; a format that couldn't be made is missing. */
  readonly pictures: Partial<Record<PictureFormat, string>>;
}

/** The path of a figure's file with the given extension, e.g. "plotly.json" or "svg". */
export function figurePath(workspace: Workspace, id: string, extension: string): string {
  return join(workspace.figuresDir, `${id}.${extension}`);
}

/** The command that draws a figure. */
export function drawingCommand(workspace: Workspace, id: string): string {
  return `npx fleetlab figure ${id}${budgetFlag(workspace)}`;
}

/** The figure drawn from the data as they are now, without pictures. */
export function drawnFigure(workspace: Workspace, figure: FigureDefinition): FigureFile {
  const { data, layout } = styledPicture(figure.draw(dataReader(workspace, figure)), figure.size);
  return {
    id: figure.id,
    title: figure.title,
    caption: figure.caption,
    data,
    layout,
    provenance: figureProvenance(workspace, figure),
    pictures: {},
  };
}

/** Which data, as they are now, and which code draw a figure. */
export function figureProvenance(workspace: Workspace, figure: FigureDefinition): FigureFile["provenance"] {
  return {
    inputs: inputHashes(workspace, figure),
    source: figure.source,
    budget: workspace.budget,
    ...(figure.configuration && { configuration: figure.configuration }),
    ...(figure.seeds && { seeds: figure.seeds }),
  };
}

/** The stored figure. @throws InputError where it is missing, cut off or not a figure of fleetlab's. */
export function readFigure(workspace: Workspace, id: string): FigureFile {
  const path = figurePath(workspace, id, "plotly.json");
  const name = `figure ${id}: ${shownPath(workspace, path)}`;
  const remedy = `draw it with: ${drawingCommand(workspace, id)}`;
  const content = readJsonFile(path, { name, advice: remedy }) as Partial<FigureFile> | null;
  if (!content?.data || !content.layout || !content.provenance?.inputs || !content.pictures)
    throw new InputError(`${name} isn't a figure with its provenance: ${remedy}`);
  return content as FigureFile;
}

/** Whether two figures show the same picture. */
export function isSamePicture(a: Picture, b: Picture): boolean {
  return canonicalJson([a.data, a.layout]) === canonicalJson([b.data, b.layout]);
}

/** Whether two figures are the same, the files made from them apart. */
export function isSameFigure(a: FigureFile, b: FigureFile): boolean {
  const essence = (figure: FigureFile): string => canonicalJson({ ...figure, pictures: {} });
  return essence(a) === essence(b);
}
