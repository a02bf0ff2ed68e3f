/** What a column of a data file, or a field of a JSON file, holds. */
export interface Meaning {
  readonly meaning: string;
  /** "" where it has none: names, seeds, shares. */
  readonly unit: string;
}

/** Meanings by name of the column or field. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** Meanings of columns without a unit. */
export function plain(meanings: Readonly<Record<string, string>>): Meanings {
  return inUnit("", meanings);
}

/** Meanings of columns of one unit. */
export function inUnit(unit: string, meanings: Readonly<Record<string, string>>): Meanings {
  return Object.fromEntries(Object.entries(meanings).map(([name, meaning]) => [name, { meaning, unit }]));
}
