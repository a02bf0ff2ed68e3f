/**
 * The functions used here. simple-statistics ships a CommonJS build, but its own types claim to be an ES module, which
 * a CommonJS source may not import; this declaration takes their place.
 */
declare module "simple-statistics" {
  export function mean(x: ArrayLike<number>): number;
  export function sampleCorrelation(x: readonly number[], y: readonly number[]): number;
  export function sampleStandardDeviation(x: ArrayLike<number>): number;
}
