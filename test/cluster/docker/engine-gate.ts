import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A socket that leads to the engine until it is closed or goes mute: to its users the engine is then gone or hangs, and to all
 * others it isn't.
 */
export class EngineGate {
  readonly #sockets = new Set<Socket>();
  readonly #users = new Set<Socket>();
  #isMute = false;

  private constructor(
    readonly path: string,
    readonly server: Server,
    readonly folder: string,
  ) {}

  static async open(enginePath: string): Promise<EngineGate> {
    const folder = mkdtempSync(join(tmpdir(), "fleetlab-gate-"));
    const path = join(folder, "docker.sock");
    const server = createServer((socket) => {
      const engine = createConnection(enginePath);
      for (const end of [socket, engine]) {
        gate.#sockets.add(end);
        end.on("error", () => {});
        end.on("close", () => gate.#sockets.delete(end));
      }
      gate.#users.add(socket);
      socket.on("close", () => gate.#users.delete(socket));
      if (gate.#isMute) socket.resume();
      else socket.pipe(engine).pipe(socket);
    });
    const gate = new EngineGate(path, server, folder);
    await new Promise<void>((done) => server.listen(path, done));
    return gate;
  }

  /** Connections that its users hold. */
  get connections(): number {
    return this.#users.size;
  }

  /** From now on what is said is lost, and no connection is closed from this side. */
  mute(): void {
    this.#isMute = true;
    for (const socket of this.#sockets) socket.unpipe().resume();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
