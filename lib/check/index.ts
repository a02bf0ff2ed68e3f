export {
  requireFinite,
  requireInteger,
  requireNonNegative,
  requirePositive,
  requireWithin,
} from "./arguments.js";
export { InputError } from "./input-error.js";
export { type OwnParameters, type OwnValues, ownParameterTable } from "./own-parameters.js";
export {
  type NumberParameter,
  type Parameter,
  type ParameterTable,
  type ParameterValues,
  parametersByText,
  parameterValues,
  type SearchRange,
  type SwitchParameter,
} from "./parameters.js";
export { bySchema, type SchemaField, schemaFields } from "./schema.js";
export { settingDifferences } from "./setting-differences.js";
