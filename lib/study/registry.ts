import { openWorkspace, type Workspace } from "../data/index.js";
import {
  type FigureDefinition,
  figureById as figureIn,
  type Notebook,
  type NotebookDisplay,
  type NumberDefinition,
  numberDefinitionById,
  questionRegistry,
  type Registry,
  notebook as registryNotebook,
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

/** What a notebook's cells call, on its display, over the figures, tables and numbers of the study. */
export function notebook(display: NotebookDisplay, workspace: Workspace = openWorkspace()): Notebook {
  return registryNotebook(display, registry, workspace);
}
