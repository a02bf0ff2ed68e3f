#!/usr/bin/env node
// The kernel of the notebooks: tslab, with what the workspace adds. Jupyter starts it; the set-up registers it.
import { createRequire } from "node:module";
import { addBundles } from "./kernel/bundles.mjs";
import { convertWithoutShorthands } from "./kernel/shorthands.mjs";

const require = createRequire(import.meta.url);
const converter = require("tslab/dist/converter.js");
const { createConverter } = converter;

converter.createConverter = (options) => convertWithoutShorthands(createConverter(options));
addBundles(require("tslab").display, require("tslab/dist/jupyter.js"));
require("tslab/dist/main.js").main();
