import { ContainerState } from "../../contract.js";
import type { ServerState } from "../proxy/proxy-control.js";

const { off, starting, ready, draining } = ContainerState;

/** What the proxy is to do with a server in each state of its container. */
export const SERVER_STATES: Readonly<Record<number, ServerState>> = Object.freeze({
  [off]: "maint",
  [starting]: "maint",
  [ready]: "ready",
  [draining]: "drain",
});
