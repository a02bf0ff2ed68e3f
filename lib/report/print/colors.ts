/** Members of Plotly's JSON in which text gets its colour. */
const TEXTS = /^(font|textfont|tickfont|insidetextfont|outsidetextfont)$/;
const HEX = /#[0-9a-f]{6}\b/gi;
const RGBA = /rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/g;
/** Colours of less difference between their channels count as grey. */
const GREY = 8;

/**
 * A part of a picture with every colour replaced: those written as "#rrggbb", "rgb(...)" or "rgba(...)", within longer texts, too.
 * @param color the new one of a colour, both as "#rrggbb". @param isText whether text has it.
 */
export function withColors(
  part: unknown,
  color: (old: string, isText: boolean) => string,
  isText = false,
): unknown {
  if (typeof part === "string")
    return part
      .replace(HEX, (hex) => color(hex.toLowerCase(), isText || part !== hex))
      .replace(RGBA, (call, ...channels: string[]) => {
        const name = call.slice(0, call.indexOf("(") + 1);
        const old = hexOf(channels.slice(0, 3).map(Number));
        return `${name}${channelsOf(color(old, isText)).join(",")}`;
      });
  if (Array.isArray(part)) return part.map((one) => withColors(one, color, isText));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, withColors(value, color, isText || TEXTS.test(name))]),
  );
}

/** Whether a colour "#rrggbb" has a hue. */
export function isChromatic(color: string): boolean {
  const channels = channelsOf(color);
  return Math.max(...channels) - Math.min(...channels) > GREY;
}

/** The grey of the same luminance: .2126 R + .7152 G + .0722 B (ITU-R BT.709). */
export function greyOf(color: string): string {
  if (!isChromatic(color)) return color;
  const [red, green, blue] = channelsOf(color);
  const level = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  return hexOf([level, level, level]);
}

function channelsOf(color: string): readonly number[] {
  return [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
}

function hexOf(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
