export { deriveSeed, RandomStream } from "./stream.js";
