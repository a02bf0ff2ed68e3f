import type { Dispatch } from "../../contract.js";

/** Name of the proxy's group of servers; its servers are named by index. */
export const BACKEND = "workers";

/** Port the proxy listens on in its container. */
export const FRONT_PORT = 8080;

/** Response header that tells which container answered, by its index. */
const SERVER_HEADER = "x-server";

/** Folder in the proxy's container where the run's folder is seen. */
export const PROXY_FOLDER = "/run/fleetlab";

/** Names of files in the run's folder. */
export const CONFIGURATION_FILE = "haproxy.cfg";
export const SOCKET_FILE = "haproxy.sock";

/** HAProxy's algorithm for each dispatch. */
const BALANCE: Readonly<Record<Dispatch, string>> = Object.freeze({
  random: "random(1)",
  "smooth-weighted-round-robin": "roundrobin",
  "least-connections": "leastconn",
  "power-of-two": "random(2)",
});

/** Dispatches that the real cluster has. */
export const PROXY_DISPATCHES = Object.freeze(Object.keys(BALANCE)) as readonly Dispatch[];

/**
 * HAProxy's configuration for workers at the given addresses, all of them out of service until they are enabled over the
 * runtime socket. One thread, so that `roundrobin` is one smooth weighted round robin over all requests, and `leastconn`
 * always knows all that is held. The server is chosen for each request, before an idle connection to it is used again. A
 * connection that a server refuses is tried again on another one; a request that was sent isn't repeated, since it may have
 * taken effect.
 *
 * A foreign service may know no queue limit and close connections as it likes: with `foreignLimit` the proxy gives each container at
 * most so many requests, refuses what finds them all full, and opens a connection a request.
 */
export function proxyConfiguration(
  addresses: readonly string[],
  dispatch: Dispatch,
  foreignLimit?: number,
): string {
  const isForeign = foreignLimit !== undefined;
  const limit = isForeign ? ` maxconn ${foreignLimit}` : "";
  const servers = addresses.map((address, i) => `  server ${i} ${address} weight 256 disabled${limit}`);
  return `global
  nbthread 1
  maxconn 8000
  stats socket ${PROXY_FOLDER}/${SOCKET_FILE} mode 600 level admin
  stats timeout 30s

defaults
  mode http
  timeout connect 2s
  timeout client 120s
  timeout http-keep-alive 1h
  timeout server 120s
  timeout queue ${isForeign ? "1ms" : "2s"}
  option ${isForeign ? "http-server-close" : "http-keep-alive"}
  http-reuse ${isForeign ? "never" : "aggressive"}
  retries 3
  retry-on conn-failure
  option redispatch 1

frontend front
  bind :${FRONT_PORT}
  default_backend ${BACKEND}

backend ${BACKEND}
  balance ${BALANCE[dispatch]}
  http-response set-header ${SERVER_HEADER} %s
${servers.join("\n")}
`;
}
