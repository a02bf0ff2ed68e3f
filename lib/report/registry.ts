import { InputError } from "../check/index.js";
import type { Definition, FigureDefinition, NumberDefinition, TableDefinition } from "./definitions.js";

/** All exports by id: what notebooks, the command line and the report share. */
export interface Registry {
  readonly figures: readonly FigureDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly numbers: readonly NumberDefinition[];
}

/**
 * A registry of the given exports.
 * @throws RangeError where an id isn't lower-case words joined by hyphens, or is given twice within its kind.
 */
export function exportRegistry(exports: Partial<Registry>): Registry {
  const registry = { figures: [], tables: [], numbers: [], ...exports };
  for (const [kind, definitions] of Object.entries(registry)) {
    const seen = new Set<string>();
    for (const { id } of definitions as readonly Definition[]) {
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
        throw new RangeError(
          `${kind}: an id must be lower-case words joined by hyphens, got ${JSON.stringify(id)}`,
        );
      if (seen.has(id)) throw new RangeError(`${kind}: the id ${JSON.stringify(id)} is given twice`);
      seen.add(id);
    }
  }
  return Object.freeze(registry);
}

/** The figure of that id. @throws InputError listing the ids where it is unknown. */
export function figureById(id: string, from: Registry): FigureDefinition {
  return byId("figure", id, from.figures);
}

/** The table of that id. @throws InputError listing the ids where it is unknown. */
export function tableById(id: string, from: Registry): TableDefinition {
  return byId("table", id, from.tables);
}

/** The number of that id. @throws InputError listing the ids where it is unknown. */
export function numberDefinitionById(id: string, from: Registry): NumberDefinition {
  return byId("number", id, from.numbers);
}

function byId<D extends Definition>(kind: string, id: string, definitions: readonly D[]): D {
  const found = definitions.find((definition) => definition.id === id);
  if (found === undefined) {
    const known = definitions.map((definition) => definition.id).join(", ") || "none";
    throw new InputError(`unknown ${kind} ${JSON.stringify(id)}: known are ${known}`);
  }
  return found;
}
