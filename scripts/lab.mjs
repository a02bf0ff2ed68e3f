// Opens JupyterLab at the path through the course: `npm run lab [-- options of jupyter lab]`.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { LAB, OWN, refreshCopies } from "./lab/copies.mjs";
import { pythonProgram } from "./setup/python-environment.mjs";

const INDEX = "index.ipynb";
const root = path.resolve(import.meta.dirname, "..");
const program = pythonProgram(root, "jupyter-lab");

if (!fs.existsSync(program)) {
  console.error("lab: there is no JupyterLab in .venv: run npm run setup");
  process.exit(2);
}
const { changed, behind } = refreshCopies(root);
console.log(`lab: ${LAB}/ holds copies of the notebooks; your own ones belong into ${LAB}/${OWN}/`);
if (changed.length > 0) console.log(`lab: kept as you changed them: ${changed.sort().join(", ")}`);
if (behind.length > 0)
  console.log(
    `lab: newer in notebooks/: ${behind.sort().join(", ")}: move yours to ${LAB}/${OWN}/, and the new ones come`,
  );

const lab = spawn(
  program,
  [
    `--ServerApp.root_dir=${path.join(root, LAB)}`,
    `--LabApp.default_url=/lab/tree/${INDEX}`,
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    ...process.argv.slice(2),
  ],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      FLEETLAB_LAB: "1",
      JUPYTER_CONFIG_PATH: [path.join(root, "scripts", "lab", "config"), process.env.JUPYTER_CONFIG_PATH]
        .filter((folder) => folder !== undefined)
        .join(path.delimiter),
    },
  },
);
// On a terminal JupyterLab gets Ctrl-C, too, and asks before it stops.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => lab.kill("SIGTERM"));
lab.on("close", (code) => {
  process.exitCode = code ?? 1;
});
