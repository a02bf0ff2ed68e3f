import { InputError } from "../../../check/index.js";
import type { Engine } from "../engine/engine.js";
import { type Labels, sealed } from "../engine/labels.js";

/** Ranges tried before giving up. */
const TRIES = 40;

/** A network of one run: containers in it reach each other at fixed addresses, and nothing outside this machine. */
export interface PrivateNetwork {
  readonly name: string;
  /** Address of the `n`-th member, from 0. */
  address(n: number): string;
}

/**
 * Makes the network of run `run` in an address range that no other network of the engine or this machine uses.
 * @throws InputError where none can be made.
 */
export async function createPrivateNetwork(
  engine: Engine,
  run: string,
  labels: Labels,
): Promise<PrivateNetwork> {
  const name = `fleetlab-${run}`;
  const first = Number.parseInt(run.slice(0, 4), 16);
  for (let attempt = 0; ; attempt++) {
    // 10.128.0.0 .. 10.255.255.0, a range of 256 addresses each; runs begin to look at different places.
    const range = (first + 7919 * attempt) % 2 ** 15;
    const prefix = `10.${128 + (range >> 8)}.${range & 255}`;
    try {
      await engine.ask(`make network ${name}`, (docker) =>
        docker.createNetwork({
          Name: name,
          Driver: "bridge",
          Labels: sealed(name, labels),
          IPAM: { Driver: "default", Config: [{ Subnet: `${prefix}.0/24`, Gateway: `${prefix}.1` }] },
          Options: { "com.docker.network.bridge.enable_ip_masquerade": "false" },
        }),
      );
      return { name, address: (n) => `${prefix}.${2 + n}` };
    } catch (error) {
      const isTaken = error instanceof InputError && /overlap|conflicts|in use/i.test(error.message);
      if (!isTaken || attempt === TRIES) throw error;
    }
  }
}
