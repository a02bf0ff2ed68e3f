const LATEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "−": "$-$",
  "–": "--",
  "—": "---",
  "\u00a0": "~",
  "×": "$\\times$",
  "≤": "$\\leq$",
  "≥": "$\\geq$",
  "±": "$\\pm$",
  "…": "\\dots{}",
};

/** Plain text as LaTeX: every character that LaTeX would act on is escaped; `$math$` passes unchanged. */
export function latexText(text: string): string {
  return mapOutsideMath(text, (plain) =>
    plain.replace(/[\\{}$&#%_^~<>|−–—\u00a0×≤≥±…]/g, (character) => LATEX[character]),
  );
}

/** Plain text as Markdown: characters that Markdown or a table would act on are escaped; `$math$` passes unchanged. */
export function markdownText(text: string): string {
  return mapOutsideMath(text, (plain) => plain.replace(/[\\`*_[\]<>|#$]/g, "\\$&"));
}

/** Applies `change` to the text around `$...$`. A lone dollar sign is text. */
function mapOutsideMath(text: string, change: (plain: string) => string): string {
  return text
    .split(/(\$[^$\s](?:[^$]*[^$\s])?\$)/)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join("");
}
