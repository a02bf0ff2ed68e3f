import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fingerprint, jsonOf, remove, writeJson } from "./files.mjs";
import { findCommand } from "./machine.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * What figures, the report and the real cluster need beyond Node and Python. A package is there when one of its commands is on PATH,
 * TeX finds its file, the font list has its font, or something else does its work. `without` says what is left out when it is missing.
 */
const packages = [
  {
    name: "chromium",
    without: "figures as svg, pdf and png",
    commands: ["chromium", "chromium-browser", "google-chrome"],
  },
  { name: "librsvg2-bin", without: "figures as pdf", commands: ["rsvg-convert"] },
  { name: "poppler-utils", without: "checks of the pdf files", commands: ["pdffonts"] },
  { name: "texlive-latex-base", without: "the report as pdf", commands: ["pdflatex"] },
  { name: "texlive-latex-recommended", without: "the report as pdf", texFile: "booktabs.sty" },
  { name: "texlive-fonts-recommended", without: "the report as pdf", texFile: "ptmr8t.tfm" },
  { name: "latexmk", without: "the report as pdf", commands: ["latexmk"] },
  { name: "pandoc", without: "the report as pdf", commands: ["pandoc"] },
  { name: "fonts-cmu", without: "the report's typeface in figures", font: "CMU Serif" },
  { name: "lmodern", without: "the report as pdf", texFile: "lmodern.sty" },
  // Its client alone is of no use; where an engine answers already (Docker Desktop, another machine's), none is installed.
  { name: "docker.io", without: "the real cluster", commands: ["dockerd"], isElsewhere: answersElsewhere },
  {
    name: "haproxy",
    without: "the real cluster where its proxy's image can't be pulled",
    commands: ["haproxy"],
  },
];

export const systemPackages = {
  title: "system packages for figures, the report and the real cluster",
  needs: () => [{ folder: "/", mebibytes: 1600 }],
  isOptional: true,

  /** Where they can't be installed, or an attempt failed for this same list, there's nothing left to do but to say so. */
  isDone(context) {
    const missing = missingPackages(context.machine);
    return missing.length === 0 || !canInstall(context.machine) || wasTried(context, missing);
  },

  async perform(context) {
    const { machine, root, logs } = context;
    const names = missingPackages(machine).map(({ name }) => name);
    const env = { ...machine.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = findCommand(machine.env, "apt-get");
    const options = { cwd: root, env, gentle: true };
    // An installation that was cut off leaves packages half configured, which stops every later one.
    await runCommand("dpkg", ["--configure", "-a"], options);
    const updated = await runCommand(apt, ["update", "-q"], options);
    const arguments_ = ["install", "-y", "-q", "--no-install-recommends", ...names];
    const installed = await runCommand(apt, arguments_, options);
    fs.mkdirSync(logs, { recursive: true });
    fs.writeFileSync(path.join(logs, "system-packages.log"), updated.output + installed.output);

    const left = missingPackages(machine);
    if (left.length > 0) writeJson(attemptFile(root), { missing: listFingerprint(left) });
    else remove(attemptFile(root));
  },

  /** One line for what is left out, or undefined. */
  notice({ machine }) {
    const missing = missingPackages(machine);
    if (missing.length === 0) return undefined;
    const left = [...new Set(missing.map(({ without }) => without))].join(", ");
    const names = missing.map(({ name }) => name).join(" ");
    const sudo = machine.isRoot ? "" : "sudo ";
    return `left out: ${left}. To add: ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names}`;
  },

  forget({ root }) {
    remove(attemptFile(root));
  },
};

const canInstall = (machine) => machine.isRoot && findCommand(machine.env, "apt-get") !== undefined;
const attemptFile = (root) => path.join(root, ".cache", "system-packages.json");
const listFingerprint = (missing) => fingerprint(...missing.map(({ name }) => name));

function wasTried({ root }, missing) {
  return jsonOf(attemptFile(root))?.missing === listFingerprint(missing);
}

/** A Docker engine that isn't the package's: Docker Desktop's, or another machine's. */
function answersElsewhere({ env, dockerSocket }) {
  return env.DOCKER_HOST !== undefined || (dockerSocket !== undefined && fs.existsSync(dockerSocket));
}

export function missingPackages(machine) {
  const { env } = machine;
  const texFiles = listedBy(env, "kpsewhich", ...packages.flatMap(({ texFile }) => texFile ?? []));
  return packages.filter(({ commands, texFile, font, isElsewhere }) => {
    if (isElsewhere?.(machine)) return false;
    if (commands) return !findCommand(env, ...commands);
    if (texFile) return !texFiles.includes(`/${texFile}`);
    return listedBy(env, "fc-list", font, "family") === "";
  });
}

/** What a look-up command prints, or nothing where there is no such command. */
function listedBy(env, command, ...args) {
  const program = findCommand(env, command);
  return program ? (spawnSync(program, args, { env, encoding: "utf8", timeout: 20_000 }).stdout ?? "") : "";
}
