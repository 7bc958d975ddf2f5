/** Sorts after every key, and after every key that begins with the same text. */
export const lastKey = '\uFFFF\uFFFF';
