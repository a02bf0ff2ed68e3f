import { InputError } from "../../check/index.js";
import {
  controllerParameters,
  controllerText,
  createController,
  type NumberParameter,
  type Parameter,
  type SearchRange,
} from "../../control/index.js";
import type { RandomStream } from "../../random/index.js";

/** Values of the parameters that are tuned. */
export type Configuration = Readonly<Record<string, number | boolean>>;

/** The configurations of a controller that tuning tries. */
export interface SearchSpace {
  /** Name of the controller, without parameters. */
  readonly controller: string;
  /** Names of the parameters that are tuned. */
  readonly parameters: readonly string[];
  /** The parameter that is tried at every number of containers, in place of a search. */
  readonly enumerated: string | undefined;
  /** The default values. */
  readonly default: Configuration;
  /** Draws one. */
  draw(stream: RandomStream): Configuration;
  /**
   * Draws one near two others: of either at random, parameter by parameter, some moved by about `spread` of their range.
   */
  child(
    parents: readonly [Configuration, Configuration],
    spread: number,
    stream: RandomStream,
  ): Configuration;
  /** As `controllerByText` reads it. */
  text(configuration: Configuration): string;
}

/** Probability that a drawn configuration keeps the default of a parameter: common parameters are off by default. */
const KEEP_DEFAULT = 0.25;
/** Probabilities that a parameter of a child is drawn anew, and that it is moved. */
const REDRAW = 0.1;
const MOVE = 0.5;
/** Draws of which one must make sense: rules refuse values that contradict each other. */
const ATTEMPTS = 1000;
/** Significant digits of drawn values. */
const DIGITS = 3;

type Tuned = Parameter & ({ readonly type: "switch" } | { readonly search: SearchRange });

/**
 * The search space of a controller: every parameter with a range to search, and every switch.
 * @throws InputError on an unknown controller, or where nothing is to be tuned.
 * @example
 * evaluation.searchSpace("threshold").parameters.includes("up"); // -> true
 */
export function searchSpace(controller: string): SearchSpace {
  const all = controllerParameters(controller);
  const table = Object.entries(all).filter(
    (entry): entry is [string, Tuned] => entry[1].type === "switch" || entry[1].search !== undefined,
  );
  if (table.length === 0)
    throw new InputError(`controller ${JSON.stringify(controller)} has nothing to tune`);
  const { name } = createController(controller);
  const sensible = (draw: () => Configuration): Configuration => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const configuration = draw();
      if (makesSense(name, configuration)) return configuration;
    }
    throw new InputError(
      `controller ${JSON.stringify(name)}: no sensible configuration in ${ATTEMPTS} draws: mend the ranges to search`,
    );
  };
  return {
    controller: name,
    parameters: table.map(([key]) => key),
    enumerated: Object.keys(all).find((key) => (all[key] as NumberParameter).enumerated),
    default: Object.fromEntries(table.map(([key, parameter]) => [key, parameter.default])),
    draw: (stream) =>
      sensible(() => Object.fromEntries(table.map(([key, parameter]) => [key, drawn(parameter, stream)]))),
    child: (parents, spread, stream) =>
      sensible(() =>
        Object.fromEntries(
          table.map(([key, parameter]) => {
            const value = parents[stream.integer(2)]?.[key] as number | boolean;
            const chance = stream.uniform();
            if (chance < REDRAW) return [key, drawn(parameter, stream)];
            return [key, chance < REDRAW + MOVE ? moved(parameter, value, spread, stream) : value];
          }),
        ),
      ),
    text: (configuration) => controllerText(name, configuration),
  };
}

function makesSense(name: string, parameters: Configuration): boolean {
  try {
    createController(name, { parameters });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function drawn(parameter: Tuned, stream: RandomStream): number | boolean {
  if (parameter.type === "switch") return stream.uniform() < 0.5;
  if (stream.uniform() < KEEP_DEFAULT) return parameter.default;
  return valueAt(parameter, stream.uniform());
}

function moved(
  parameter: Tuned,
  value: number | boolean,
  spread: number,
  stream: RandomStream,
): number | boolean {
  if (parameter.type === "switch") return stream.uniform() < spread ? !value : value;
  const place = placeOf(parameter, value as number) + spread * stream.normal();
  return valueAt(parameter, Math.min(Math.max(place, 0), 1));
}

type Ranged = NumberParameter & { readonly search: SearchRange };

/** The value at a place of the range, 0 its low and 1 its high end. */
function valueAt({ type, search: { low, high, scale } }: Ranged, place: number): number {
  const value = scale === "log" ? low * (high / low) ** place : low + (high - low) * place;
  return type === "integer" ? Math.round(value) : Number(value.toPrecision(DIGITS));
}

/** The inverse of `valueAt`; values beside the range count as its ends. */
function placeOf({ search: { low, high, scale } }: Ranged, value: number): number {
  const within = Math.min(Math.max(value, low), high);
  return scale === "log" ? Math.log(within / low) / Math.log(high / low) : (within - low) / (high - low);
}
