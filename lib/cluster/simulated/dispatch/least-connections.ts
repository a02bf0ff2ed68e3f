import type { Dispatcher, DispatchSetting } from "./dispatcher.js";
import { LeastConnectionsLists } from "./least-connections-lists.js";
import { LeastConnectionsScan } from "./least-connections-scan.js";

/** Containers up to which looking through all of them at times is quicker than lists. */
const SCANNED = 96;

/**
 * Sends each request to the container with the least key: 0 while it holds nothing, else
 *
 *   floor(256 (q + 1) / w)      (q requests held, weight w)
 *
 * Among equal keys it is the one that has stood there longest: a container goes to the end of its key whenever its
 * requests or its weight change, those whose weights change at once in the cluster's order. HAProxy's `leastconn`
 * (`lb_fwlc.c`: servers in a tree by key, those of one key first in, first out).
 */
export function leastConnections(setting: DispatchSetting): Dispatcher {
  return setting.spec.containers.length <= SCANNED
    ? new LeastConnectionsScan(setting)
    : new LeastConnectionsLists(setting);
}
