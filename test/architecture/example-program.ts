import type { Example } from "./doc-examples.js";

/** A statement of an example, and what a comment says comes out of it. */
interface Statement {
  readonly code: string;
  readonly value?: string;
  readonly error?: string;
}

const EXPECTED = /\s*\/\/ (->|throws) (.*)$/;

/** The statements of an example: one ends where a line ends with a semicolon or a brace and every bracket is closed. */
export function statements(lines: readonly string[]): Statement[] {
  const found: Statement[] = [];
  let code = "";
  let depth = 0;
  for (const line of lines) {
    if (/^import .* from "fleetlab";$/.test(line)) continue;
    const expected = EXPECTED.exec(line);
    const own = expected === null ? line : line.slice(0, expected.index);
    const outcome =
      expected === null
        ? {}
        : expected[1] === "->"
          ? { value: expected[2] as string }
          : { error: expected[2] as string };
    if (own.trim() === "" && code === "" && expected !== null) {
      found.push({ code: (found.pop() as Statement).code, ...outcome });
      continue;
    }
    code += `${own}\n`;
    const bare = own.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*$/g, "");
    depth += (bare.match(/[([{]/g) ?? []).length - (bare.match(/[)\]}]/g) ?? []).length;
    if (depth > 0 || (expected === null && !/[;}]\s*$/.test(bare))) continue;
    found.push({ code: code.trim(), ...outcome });
    code = "";
  }
  if (code.trim() !== "") found.push({ code: code.trim() });
  return found;
}

function statementSource({ code, value, error }: Statement): string {
  if (error !== undefined) return `await refuses(async () => {\n${code}\n}, ${JSON.stringify(error)});`;
  if (value === undefined) return code;
  const declared = /^(?:const|let) (\{[^}=]*\}|\[[^\]=]*\]|\w+)(?::[^=]*)? =/.exec(code)?.[1];
  if (declared !== undefined) return `${code}\nsame((${declared}), (${value}));`;
  return `same((${code.replace(/;$/, "")}), (${value}));`;
}

/** The TypeScript source of a program that exports every example as a function. `prefix`: from the program to `lib`. */
export function programSource(
  examples: readonly Example[],
  rooms: Readonly<Record<string, string>>,
  prefix: string,
): string {
  const imports = Object.entries(rooms).map(
    ([name, file]) => `import * as ${name} from "${prefix}/${file.replace(/\.ts$/, ".js")}";`,
  );
  const functions = examples.map(({ place, lines }) =>
    [`// ${place}`, "async (same, refuses) => {", ...statements(lines).map(statementSource), "},"].join("\n"),
  );
  return [
    ...imports,
    "type Same = (actual: unknown, expected: unknown) => void;",
    "type Refuses = (call: () => Promise<unknown>, error: string) => Promise<void>;",
    "export const examples: readonly ((same: Same, refuses: Refuses) => Promise<void>)[] = [",
    ...functions,
    "];",
    "",
  ].join("\n");
}

/**
 * Whether `actual` is what an example's comment says. A number given with at least four significant digits is rounded
 * at the last one given; any other must be met to 1e-9. Typed arrays compare as arrays.
 */
export function matches(actual: unknown, expected: unknown): boolean {
  if (typeof expected === "number" && typeof actual === "number") return numberMatches(actual, expected);
  if (Array.isArray(expected)) {
    const list = ArrayBuffer.isView(actual) || Array.isArray(actual) ? [...(actual as number[])] : undefined;
    return list?.length === expected.length && expected.every((value, i) => matches(list[i], value));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null) return false;
    const keys = Object.keys(expected);
    return (
      Object.keys(actual).length === keys.length &&
      keys.every((key) =>
        matches((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]),
      )
    );
  }
  return Object.is(actual, expected);
}

function numberMatches(actual: number, expected: number): boolean {
  if (Object.is(actual, expected)) return true;
  const [, whole, decimals = "", exponent = "0"] =
    /^-?(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(expected)) ?? [];
  const digits = `${whole}${decimals}`.replace(/^0+/, "").length;
  const rounding =
    decimals !== "" && digits >= 4 ? 0.5000001 * 10 ** (Number(exponent) - decimals.length) : 0;
  return Math.abs(actual - expected) <= Math.max(rounding, 1e-9 * Math.abs(expected));
}
