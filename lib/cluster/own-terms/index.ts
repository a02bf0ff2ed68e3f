export {
  isOwnTerm,
  knownTerm,
  newestTerm,
  type OwnTerm,
  type OwnTermName,
  type OwnTermSource,
  ownTerm,
  type Penalty,
  sentTerm,
} from "./own-term.js";
export { useModule } from "./use-module.js";
