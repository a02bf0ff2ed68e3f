/** A line of a text that isn't blank, trimmed. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** The lines of a text that aren't blank. */
export function* textLines(text: string): Generator<TextLine> {
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const whole = text.slice(start, end < 0 ? text.length : end).trim();
    line++;
    if (whole !== "") yield { text: whole, line };
    start = end < 0 ? text.length : end + 1;
  }
}
