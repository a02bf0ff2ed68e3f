export { type UsedThing, useModule } from "./use-module.js";
