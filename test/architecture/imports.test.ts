import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { VERIFICATION_FILE } from "../../lib/data/index.js";
import { experiments, questions, STYLED_CONTROLLERS } from "../../lib/study/index.js";

const LIBRARY = resolve(__dirname, "../../lib");

/** Layers from the bottom up: a folder imports only folders of lower layers (and itself). */
const LAYERS = [
  ["check"],
  ["files"],
  ["processes"],
  ["random"],
  ["statistics"],
  ["queueing"],
  ["workload"],
  ["cluster"],
  ["control"],
  ["ppo"],
  ["own"],
  ["data"],
  ["evaluation"],
  ["report"],
  ["study"],
  ["cli"],
];
/** Packages that only one place may load. */
const RESERVED: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs-node": "ppo/",
  dockerode: "cluster/docker/",
  "danfojs-node": "report/",
  "playwright-core": "report/",
  commander: "cli/",
  "cli-progress": "cli/",
};

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : sources(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

const files = sources(LIBRARY).map((path) => ({
  name: relative(LIBRARY, path),
  path,
  text: readFileSync(path, "utf8"),
}));

/** What a source imports, statically or not. */
function imports(text: string): string[] {
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]);
}

const folderOf = (name: string) => name.split("/")[0];
const layerOf = (folder: string) => LAYERS.findIndex((layer) => layer.includes(folder));

test("every folder of the library has its layer", () => {
  const folders = new Set(files.filter(({ name }) => name.includes("/")).map(({ name }) => folderOf(name)));
  assert.ok(folders.size >= 8);
  for (const folder of folders) assert.notEqual(layerOf(folder), -1, `lib/${folder} has no layer`);
});

test("imports point one way: down the layers", () => {
  let checked = 0;
  for (const { name, path, text } of files) {
    if (!name.includes("/")) continue;
    for (const target of imports(text).filter((specifier) => specifier.startsWith("."))) {
      const folder = folderOf(relative(LIBRARY, resolve(dirname(path), target)));
      if (folder === folderOf(name)) continue;
      checked++;
      assert.ok(
        layerOf(folder) < layerOf(folderOf(name)),
        `lib/${name} imports ${target}: upwards or sideways`,
      );
    }
  }
  assert.ok(checked > 50, `only ${checked} imports between folders were found`);
});

test("no two files import each other in a circle, types apart", () => {
  const graph = new Map(
    files.map(({ name, path, text }) => {
      const withoutTypes = text.replace(/(?:import|export)\s+type\s[^;]*;/g, "");
      const targets = imports(withoutTypes)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(LIBRARY, resolve(dirname(path), specifier)).replace(/\.js$/, ".ts"));
      return [name, targets] as const;
    }),
  );
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(name), `a circle: ${[...trail, name].join(" -> ")}`);
    if (done.has(name)) return;
    for (const target of graph.get(name) ?? []) visit(target, [...trail, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
});

test("heavy packages are loaded in one place each", () => {
  for (const { name, text } of files)
    for (const specifier of imports(text)) {
      const place = RESERVED[specifier];
      assert.ok(
        place === undefined || name.startsWith(place),
        `lib/${name} loads ${specifier}, only ${place} may`,
      );
    }
});

test("the core takes randomness from seeded streams and no time from the clock", () => {
  for (const { name, text } of files) {
    if (["report", "cli"].includes(folderOf(name))) continue;
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    assert.ok(!/Math\.random|Date\.now|new Date\b/.test(code), `lib/${name} uses Math.random or the clock`);
  }
});

test("report, study and benches take nothing that the library's rooms don't export", () => {
  const outside = [
    ...sources(resolve(LIBRARY, "../bench")),
    ...files.filter(({ name }) => ["report", "study"].includes(folderOf(name))).map(({ path }) => path),
  ];
  for (const path of outside)
    for (const target of imports(readFileSync(path, "utf8")).filter((specifier) =>
      specifier.startsWith("."),
    )) {
      const inside = relative(LIBRARY, resolve(dirname(path), target));
      if (inside.startsWith("..") || folderOf(inside) === folderOf(relative(LIBRARY, path))) continue;
      assert.match(inside, /^[\w/]+\/index\.js$/, `${path} reaches into lib/${inside}`);
    }
});

const study = files.filter(({ name }) => folderOf(name) === "study");

test("no two folders of the study import each other in a circle, and none its list of questions", () => {
  const graph = new Map<string, Set<string>>();
  for (const { name, path, text } of study) {
    const folder = dirname(name);
    if (folder === "study") continue;
    const targets = graph.get(folder) ?? new Set();
    graph.set(folder, targets);
    for (const specifier of imports(text)) {
      const target = dirname(relative(LIBRARY, resolve(dirname(path), specifier)));
      assert.notEqual(target, "study", `lib/${name} imports ${specifier}, which lists its question`);
      if (target.startsWith("study/") && target !== folder) targets.add(target);
    }
  }
  assert.ok(graph.size >= 15);
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(folder), `a circle: ${[...trail, folder].join(" -> ")}`);
    if (done.has(folder)) return;
    for (const target of graph.get(folder) ?? []) visit(target, [...trail, folder]);
    done.add(folder);
  };
  for (const folder of graph.keys()) visit(folder, []);
});

test("a question is the folder of its name; each of its figures is drawn by <id>-figure.ts there", () => {
  const drawing = study.map(({ name }) => name).filter((name) => name.endsWith("-figure.ts"));
  const drawn = questions.flatMap(({ id, figures = [] }) =>
    figures.map(({ id: figure }) => `${id}/${figure}`),
  );
  assert.deepEqual(drawing.sort(), drawn.map((name) => `study/${name}-figure.ts`).sort());
  for (const { id } of questions)
    assert.ok(
      study.some(({ name }) => name === `study/${id}/index.ts`),
      `lib/study/${id}/index.ts is missing`,
    );
});

/** Where controllers and agents are defined: only these may say their names. */
const DEFINITIONS = /^(control\/|ppo\/training\/presets\.ts|ppo\/fine-tuning\/config\.ts)/;

test("the library names no controller, and no data file of the study", () => {
  const controllers = new Set(STYLED_CONTROLLERS.filter((name) => name !== "random"));
  const results = [
    ...experiments.map(({ file }) => file),
    ...questions.flatMap(({ gathered }) => gathered?.files ?? []),
  ];
  // What a verification finds is the library's own file, as the manifest is.
  const own = results.filter((file) => file.includes(".") && file !== VERIFICATION_FILE);
  const dataFiles = own.map((file) => basename(file));
  assert.ok(dataFiles.length > 15);
  let checked = 0;
  for (const { name, text } of files) {
    if (!name.includes("/") || layerOf(folderOf(name)) >= layerOf("study")) continue;
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    for (const [, literal] of code.matchAll(/["`]([^"`\n]*)["`]/g)) {
      checked++;
      const controller = literal.split(/[+:]/)[0];
      if (!DEFINITIONS.test(name))
        assert.ok(
          !controllers.has(controller),
          `lib/${name} names the controller ${JSON.stringify(literal)}`,
        );
      const file = dataFiles.find((one) => literal.endsWith(one));
      assert.equal(file, undefined, `lib/${name} names the study's file ${JSON.stringify(literal)}`);
    }
  }
  assert.ok(checked > 1000);
});

test("what the library loads stands in its own package.json, and what stands there is used", () => {
  const { dependencies } = JSON.parse(readFileSync(join(LIBRARY, "package.json"), "utf8"));
  const packages = files
    .flatMap(({ text }) => imports(text))
    .filter((specifier) => /^[@a-z][\w./@-]*$/.test(specifier))
    .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] as string);
  assert.ok(packages.length > 10);
  for (const name of packages) assert.ok(Object.hasOwn(dependencies, name), `${name} isn't declared`);
  for (const name of Object.keys(dependencies))
    assert.ok(
      files.some(({ text }) => text.includes(`"${name}`)),
      `${name} is declared and not used`,
    );
});
