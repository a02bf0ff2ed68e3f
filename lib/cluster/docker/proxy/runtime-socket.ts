import { createConnection } from "node:net";

/** How long the proxy may take over an answer, in ms. */
const PATIENCE = 5000;

/** HAProxy's runtime socket: commands go one line at a time, each on its own connection. */
export class RuntimeSocket {
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly path: string) {}

  /** Sends commands as one line, after those sent before; returns what the proxy says to all of them. */
  send(commands: readonly string[]): Promise<string> {
    const answer = this.#last.then(() => exchange(this.path, `${commands.join(";")}\n`));
    this.#last = answer.catch(() => {});
    return answer;
  }
}

function exchange(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = createConnection(path);
    socket.setEncoding("utf8");
    socket.setTimeout(PATIENCE, () =>
      socket.destroy(new Error(`the proxy gave no answer in ${PATIENCE} ms`)),
    );
    socket.on("connect", () => socket.write(line));
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}
