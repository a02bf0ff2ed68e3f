// Notes in lib/dist which sources it was compiled from: `npm run build` calls it after the compiler.
import path from "node:path";
import { stampLibrary } from "./setup/library-build.mjs";

stampLibrary(path.resolve(import.meta.dirname, ".."));
