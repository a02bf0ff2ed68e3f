export { knownTerm, newestTerm, type OwnTerm, type OwnTermName, ownTerm, type Penalty } from "./own-term.js";
