import { openWorkspace, type Workspace } from "../data/index.js";
import {
  displayFigure as displayDefinedFigure,
  displayTable as displayDefinedTable,
  type FigureDefinition,
  figureById as figureIn,
  type NotebookDisplay,
  type NumberDefinition,
  numberDefinitionById,
  numberById as numberText,
  questionRegistry,
  type Registry,
  type TableDefinition,
  tableById as tableIn,
} from "../report/index.js";
import { questions } from "./questions.js";

/** Every figure, table and number of the study. */
export const registry: Registry = questionRegistry(questions);

/** The figure of that id. @throws InputError listing the ids where it is unknown. */
export function figureById(id: string): FigureDefinition {
  return figureIn(id, registry);
}

/** The table of that id. @throws InputError listing the ids where it is unknown. */
export function tableById(id: string): TableDefinition {
  return tableIn(id, registry);
}

/** The definition of the number of that id. @throws InputError listing the ids where it is unknown. */
export function numberDefinition(id: string): NumberDefinition {
  return numberDefinitionById(id, registry);
}

/** The number of that id as prose shows it, from the workspace's data: `1.23 [1.20, 1.26] s`; without its interval where `plain`. */
export function numberById(id: string, options: { readonly plain?: boolean } = {}): string {
  return numberText(openWorkspace(), numberDefinition(id), options);
}

/** Shows the figure of that id in a notebook, drawn from the workspace's data where it has to be, and its caption. */
export async function displayFigure(
  display: NotebookDisplay,
  id: string,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  await displayDefinedFigure(display, figureById(id), workspace);
}

/** Shows the table of that id in a notebook, made from the workspace's data, and its caption. */
export async function displayTable(
  display: NotebookDisplay,
  id: string,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  await displayDefinedTable(display, tableById(id), workspace);
}
