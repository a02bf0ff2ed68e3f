/**
 * A class whose instances have the properties `names`, taken from the constructor's argument. Its code is written out, one
 * assignment with a fixed name after the other, as if by hand: objects of so many properties set by computed names become
 * dictionaries, and inner loops over them run half as fast.
 * @param names identifiers.
 */
export function classOf<Values extends object>(names: readonly string[]): new (values: Values) => Values {
  return writtenOut(["values"], names, (name) => `this.${name} = values.${name};`);
}

/**
 * A function that sets each property of `values` on its argument, written out as `classOf` is.
 * @param values numbers by identifier.
 */
export function assignment<Target extends object>(
  values: Readonly<Record<string, number>>,
): (target: Target) => void {
  return writtenOut(["target"], Object.keys(values), (name) => `target.${name} = ${values[name]};`);
}

/** A function that sets number `index` of each array called by one of `names` to 0, written out as `classOf` is. */
export function clearing<Name extends string>(
  names: readonly Name[],
): (arrays: Readonly<Record<Name, Float64Array>>, index: number) => void {
  return writtenOut(["arrays", "index"], names, (name) => `arrays.${name}[index] = 0;`);
}

function writtenOut<T>(
  parameters: readonly string[],
  names: readonly string[],
  line: (name: string) => string,
): T {
  const wrong = names.find((name) => !/^[a-z]\w*$/i.test(name));
  if (wrong !== undefined) throw new RangeError(`names must be identifiers, got ${JSON.stringify(wrong)}`);
  return new Function(...parameters, names.map(line).join("\n")) as T;
}
