import { InputError } from "../../../check/index.js";
import type { ReadingOptions, TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { textLines } from "../lines.js";

/** One number a line, a step each (default 1 s): requests/s, or requests of the step. */
export const numbers: TraceFormat = {
  name: "numbers",
  recognises: ([first]) => numberOf(first) !== undefined,
  read: readNumbers,
};

/** Times at which requests arrive, in s since the start of the run, one a line. */
export const times: TraceFormat = {
  name: "times",
  // They look like any other numbers.
  recognises: () => false,
  read(source) {
    const points = Array.from(textLines(source.text), ({ text, line }) => {
      const time = Number(text);
      if (!(Number.isFinite(time) && time >= 0))
        throw new InputError(
          `${source.name}, line ${line}: ${JSON.stringify(text)} is no time: expected seconds since the start of the run, zero or more`,
        );
      return { time, value: 1, line };
    });
    return { meaning: "requests", points, origin: 0 };
  },
};

function readNumbers(source: TraceSource, options: ReadingOptions): TraceReading {
  const { as = "rate", step = 1 } = options;
  const lines = source.text.trimEnd().split("\n");
  const points = lines.map((text, i): TracePoint => {
    const point = { time: i * step, line: i + 1 };
    if (text.trim() === "") return point;
    const value = numberOf(text);
    if (value === undefined)
      throw new InputError(`${source.name}, line ${i + 1}: ${JSON.stringify(text.trim())} is no number`);
    return { ...point, value };
  });
  return { meaning: as, points, step };
}

/** A number, in the spelling of other languages, too; undefined where it is none. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(trimmed);
  if (special !== null) return /nan/i.test(special[2]) ? Number.NaN : Number(`${special[1]}Infinity`);
  const value = trimmed === "" ? Number.NaN : Number(trimmed);
  return Number.isNaN(value) ? undefined : value;
}
