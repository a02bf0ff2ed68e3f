/**
 * N members for each of many clusters, each at a whole key or at none, and those of one key in the order in which they came: a
 * linked list a key, and a bit for each key that has one. To move a member and to find the first costs the same whatever N is.
 */
export class KeyLists {
  readonly #size: number;
  /** Keys of a cluster, a multiple of 32, and words of 32 bits for them. */
  readonly #keys: number;
  readonly #words: number;
  /** First and last member of each key's list; only where its bit is set. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #bits: Int32Array;
  /** Key of each member, -1 where it has none; neighbours in its list, -1 at the ends. */
  readonly #key: Int32Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;

  /** @param largest largest key. */
  constructor(clusters: number, size: number, largest: number) {
    this.#size = size;
    this.#words = Math.ceil((largest + 1) / 32);
    this.#keys = 32 * this.#words;
    this.#first = new Int32Array(clusters * this.#keys);
    this.#last = new Int32Array(clusters * this.#keys);
    this.#bits = new Int32Array(clusters * this.#words);
    this.#key = new Int32Array(clusters * size).fill(-1);
    this.#before = new Int32Array(clusters * size);
    this.#after = new Int32Array(clusters * size);
  }

  /** No member of cluster `b` has a key. */
  clear(b: number): void {
    this.#bits.fill(0, b * this.#words, (b + 1) * this.#words);
    this.#key.fill(-1, b * this.#size, (b + 1) * this.#size);
  }

  /** Copies cluster `b` of other lists of the same size over these' first cluster. */
  copyFrom(other: KeyLists, b: number): void {
    const shift = b * this.#size;
    this.clear(0);
    const members = Array.from({ length: this.#size }, (_, i) => i).filter((i) => other.#key[shift + i] >= 0);
    for (const i of members)
      if (other.#before[shift + i] < 0)
        for (let j = i; j >= 0; j = other.#after[shift + j]) this.append(0, j, other.#key[shift + i]);
  }

  /** Puts member i of cluster `b` at the end of `key`, wherever it was. */
  append(b: number, i: number, key: number): void {
    this.remove(b, i);
    const c = b * this.#size + i;
    const k = b * this.#keys + key;
    const word = b * this.#words + (key >> 5);
    const bit = 1 << (key & 31);
    this.#key[c] = key;
    this.#after[c] = -1;
    if ((this.#bits[word] & bit) === 0) {
      this.#bits[word] |= bit;
      this.#before[c] = -1;
      this.#first[k] = i;
    } else {
      const last = this.#last[k];
      this.#before[c] = last;
      this.#after[b * this.#size + last] = i;
    }
    this.#last[k] = i;
  }

  /** Takes member i of cluster `b` off its key, if it has one. */
  remove(b: number, i: number): void {
    const shift = b * this.#size;
    const key = this.#key[shift + i];
    if (key < 0) return;
    const k = b * this.#keys + key;
    const before = this.#before[shift + i];
    const after = this.#after[shift + i];
    this.#key[shift + i] = -1;
    if (before >= 0) this.#after[shift + before] = after;
    else this.#first[k] = after;
    if (after >= 0) this.#before[shift + after] = before;
    else this.#last[k] = before;
    if (before < 0 && after < 0) this.#bits[b * this.#words + (key >> 5)] &= ~(1 << (key & 31));
  }

  /** The first member of the least key of cluster `b`. There must be one. */
  first(b: number): number {
    let word = b * this.#words;
    while (this.#bits[word] === 0) word++;
    const bits = this.#bits[word];
    const bit = 31 - Math.clz32(bits & -bits);
    return this.#first[b * this.#keys + 32 * (word - b * this.#words) + bit];
  }
}
