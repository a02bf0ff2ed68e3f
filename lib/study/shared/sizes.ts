/** Numbers of containers of the study, those of the write-up's tables. */
export const SIZES: readonly number[] = Object.freeze([5, 10, 15, 20, 25]);

/** The number of containers at which single comparisons are made. */
export const SINGLE_SIZE = 15;
