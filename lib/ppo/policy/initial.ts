import type { RandomStream } from "../../random/index.js";

/**
 * Fills a `rows` x `columns` matrix with a random orthogonal one times `gain` (Saxe et al. 2014): its shorter side's vectors
 * are orthonormal. Gram and Schmidt's method on normal vectors, twice over for accuracy.
 */
export function orthogonal(
  values: Float32Array,
  rows: number,
  columns: number,
  gain: number,
  random: RandomStream,
): void {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, k) => {
    for (let pass = 0; pass < 2; pass++)
      for (const before of vectors.slice(0, k)) {
        const along = dot(vector, before);
        for (let i = 0; i < length; i++) vector[i] -= along * before[i];
      }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i] /= norm;
  });
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      values[row * columns + column] = gain * (rows <= columns ? vectors[row][column] : vectors[column][row]);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
