import { existsSync } from "node:fs";
import type { Engine } from "../engine/engine.js";
import { type BaseImage, obtainBaseImage } from "./base-image.js";

/** Path of HAProxy in the image. */
export const HAPROXY = "/usr/local/sbin/haproxy";

const PLACES = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"];

const PROXY: BaseImage = {
  official: "haproxy:2.6",
  own: "fleetlab-haproxy",
  binary: PLACES.find((place) => existsSync(place)),
  program: HAPROXY,
};

/** Name of an image with HAProxy. @throws InputError where it can't be had; the signal's reason when it is aborted. */
export function obtainProxyImage(engine: Engine, signal?: AbortSignal): Promise<string> {
  return obtainBaseImage(engine, PROXY, signal);
}
