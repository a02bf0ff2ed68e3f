import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { scratchFolder, setupModule, writeFile } from "./scratch.js";

test("missing system packages are found by their commands, TeX files and fonts, and named in one line to paste", async (context) => {
  const { systemPackages, missingPackages } = await setupModule("system-packages");
  const folder = scratchFolder(context);
  const machine = { env: { PATH: folder }, isRoot: false };
  const names = () => missingPackages(machine).map(({ name }: { name: string }) => name);
  const all =
    "chromium librsvg2-bin poppler-utils texlive-latex-base texlive-latex-recommended texlive-fonts-recommended latexmk pandoc fonts-cmu lmodern docker.io haproxy";

  assert.equal(names().join(" "), all);
  assert.equal(
    systemPackages.isDone({ machine, root: folder }),
    true,
    "without root there's nothing it can do",
  );
  const notice: string = systemPackages.notice({ machine });
  assert.equal(notice.split("\n").length, 1);
  assert.match(notice, new RegExp(`sudo apt-get install -y --no-install-recommends ${all}$`));
  assert.match(notice, /^left out: figures as svg, pdf and png,/);

  const command = (name: string, script = "") =>
    writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`, 0o755);
  command("google-chrome");
  command("rsvg-convert");
  command("kpsewhich", "echo /tex/booktabs.sty");
  command("fc-list", "echo CMU Serif");
  assert.equal(
    names().join(" "),
    "poppler-utils texlive-latex-base texlive-fonts-recommended latexmk pandoc lmodern docker.io haproxy",
  );

  for (const name of ["pdffonts", "pdflatex", "latexmk", "pandoc", "docker", "haproxy"]) command(name);
  command("kpsewhich", "for f in booktabs.sty lmodern.sty ptmr8t.tfm; do echo /tex/$f; done");
  assert.deepEqual(names(), ["docker.io"], "a client alone is no engine");
  const elsewhere = { ...machine, dockerSocket: path.join(folder, "docker.sock") };
  writeFile(elsewhere.dockerSocket, "");
  assert.deepEqual(missingPackages(elsewhere), [], "an engine may be there without dockerd");
  command("dockerd");
  assert.deepEqual(names(), []);
  assert.equal(systemPackages.notice({ machine }), undefined);
});

test("as root they are installed once through apt, and a failure is not repeated in each run", async (context) => {
  const { systemPackages } = await setupModule("system-packages");
  const folder = scratchFolder(context);
  const called = path.join(folder, "called");
  const root = path.join(folder, "clone");
  writeFile(path.join(folder, "bin", "apt-get"), `#!/bin/sh\necho "$*" >> ${called}\nexit 100\n`, 0o755);
  mkdirSync(root);
  const machine = { env: { PATH: path.join(folder, "bin") }, isRoot: true };
  const step = { machine, root, logs: path.join(root, "logs") };

  assert.equal(systemPackages.isDone(step), false);
  await systemPackages.perform(step);
  assert.match(
    readFileSync(called, "utf8"),
    /^update -q\ninstall -y -q --no-install-recommends chromium librsvg2-bin .*lmodern docker.io haproxy\n$/,
  );
  assert.equal(systemPackages.isDone(step), true, "it was tried");
  assert.match(systemPackages.notice(step), /To add: apt-get update && apt-get install -y/);
  systemPackages.forget(step);
  assert.equal(systemPackages.isDone(step), false);
});
