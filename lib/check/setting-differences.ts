/**
 * In what the settings of before differ from those here, leaf by leaf: "ppo.epochs 3, here 5"; "none" stands for what isn't there.
 * @example
 * check.settingDifferences({ steps: 64, ppo: { epochs: 3 } }, { steps: 64, ppo: { epochs: 5 } }); // -> ["ppo.epochs 3, here 5"]
 */
export function settingDifferences(before: unknown, here: unknown, path = ""): readonly string[] {
  if (isRecord(before) && isRecord(here)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(here)])];
    return keys.flatMap((key) =>
      settingDifferences(before[key], here[key], path === "" ? key : `${path}.${key}`),
    );
  }
  const [old, now] = [before, here].map((value) => JSON.stringify(value) ?? "none");
  return old === now ? [] : [`${path} ${old}, here ${now}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
