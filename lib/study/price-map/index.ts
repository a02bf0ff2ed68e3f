import type { Question } from "../../report/index.js";
import { priceMap as priceMapExperiment } from "./experiment.js";
import { priceMapNumbers } from "./numbers.js";
import { priceMapFigure } from "./price-map-figure.js";
import { priceMapTable } from "./price-map-table.js";
import { mapSettings } from "./settings.js";

/** From which price of a violation on is the whole fleet cheapest, and where does scaling pay? */
export const priceMap: Question = Object.freeze({
  id: "price-map",
  question: priceMapExperiment.question,
  experiments: [mapSettings, priceMapExperiment],
  figures: [priceMapFigure],
  tables: [priceMapTable],
  numbers: priceMapNumbers,
});
