import Module from "node:module";
import { InputError } from "../check/index.js";

type Load = (request: string, ...rest: readonly unknown[]) => unknown;

/** Node's loader, which every import of a notebook's cell goes through. */
const loader = Module as unknown as { _load: Load };
let isThere = false;

/**
 * From now on an import of Plotly in this process says what to do instead: it draws in a browser, and fails elsewhere with words that
 * name neither.
 */
export function hintAtPicture(): void {
  if (isThere) return;
  isThere = true;
  const load = loader._load;
  loader._load = function hinting(this: unknown, request, ...rest) {
    if (/^plotly\.js(-[a-z-]+)?$/.test(request))
      throw new InputError(
        `${request} draws in a browser, not in a notebook's kernel: show Plotly's { data, layout } with picture({ data, layout }), which study.notebook(display) gives`,
      );
    return load.call(this, request, ...rest);
  };
}
