import { finishWork } from "../../../lib/cluster/docker/images/engine-images.js";
import { tarOf } from "../../../lib/cluster/docker/images/file-tree.js";
import { obtainWorkerImage } from "../../../lib/cluster/docker/images/worker-image.js";
import type { Engine } from "../../../lib/cluster/docker/index.js";

/** Name of the image that `buildOwnImage` makes. */
export const OWN_IMAGE = "fleetlab-test-service";

/**
 * A service unlike the library's worker: another port, other paths, one request after the other, each of which waits (for a disk, say)
 * for SERVICE_MS rather than burn CPU; it answers 204, closes its connections, knows no queue limit, and keeps a file.
 */
const SERVICE = `
const { createServer } = require("node:http");
const { writeFileSync } = require("node:fs");
let last = Promise.resolve();
const serve = () => new Promise((done) => setTimeout(done, Number(process.env.SERVICE_MS)));
createServer((request, response) => {
  response.setHeader("connection", "close");
  if (request.url === "/up") return response.writeHead(200).end("up");
  if (request.url !== "/orders?all=1") return response.writeHead(404).end();
  last = last.then(serve).then(() => response.writeHead(204).end());
}).listen(9090, "0.0.0.0");
writeFileSync("/state/started", String(Date.now()));
`;

/** Builds the image on this machine's engine. */
export async function buildOwnImage(engine: Engine): Promise<void> {
  const dockerfile = [
    `FROM ${await obtainWorkerImage(engine)}`,
    "COPY service.js /service.js",
    'ENTRYPOINT ["/usr/local/bin/node", "/service.js"]',
    "",
  ].join("\n");
  const files = [
    { path: "/Dockerfile", content: Buffer.from(dockerfile) },
    { path: "/service.js", content: Buffer.from(SERVICE) },
  ];
  await finishWork(engine, `build image ${OWN_IMAGE}`, undefined, (docker, options) =>
    docker.buildImage(tarOf(files), { t: OWN_IMAGE, ...options }),
  );
}

/** The flags that put it into containers. */
export const OWN_SERVICE_FLAGS: readonly string[] = [
  ...["--image", OWN_IMAGE, "--image-port", "9090", "--readiness", "/up", "--request-path", "/orders?all=1"],
  ...["--env", "SERVICE_MS=100", "--writable", "/state"],
];
