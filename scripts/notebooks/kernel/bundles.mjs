import { withoutPicture } from "./without-picture.mjs";

/**
 * Gives tslab's displays `bundle(contents)`: one output in several kinds, of which each reader takes the richest that it can show.
 * `contents` holds bytes, text, or, for a kind that is JSON, a plain object, by media type. In the lab a figure goes without its PNG.
 */
export function addBundles(display, jupyter) {
  Object.getPrototypeOf(display).bundle = function bundle(contents) {
    if (jupyter.lastWriteDisplayData === null)
      throw new Error("nothing can be shown before the first cell runs");
    const isUpdate = this.update;
    if (this.id !== undefined) this.update = true;
    const shown = process.env.FLEETLAB_LAB === "1" ? withoutPicture(contents) : contents;
    const data = Object.fromEntries(
      Object.entries(shown).map(([kind, content]) => [
        kind,
        content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
      ]),
    );
    jupyter.lastWriteDisplayData({ data, metadata: {}, transient: { display_id: this.id } }, isUpdate);
  };
}
