/** Returns the words of a `features` attribute. */
export const wordsOf = (features: string | null): string[] =>
  (features ?? '').split(/[\s,]+/).filter(Boolean);

/** Whether a list of names shows a feature. No list shows all; `a b` shows these only; `-a -b` all but these; `+a` changes nothing for others. */
export const shows = (features: string | null, name: string): boolean => {
  if (!features) return true;
  const words = wordsOf(features);
  if (words.includes(`+${name}`)) return true;
  const names = words.filter((word) => !word.startsWith('+'));
  if (names.some((word) => word.startsWith('-'))) return !names.includes(`-${name}`);
  return names.length === 0 || names.includes(name);
};

/** Whether a list names a feature that is off by default: `a`, or `+a` in addition to all others. */
export const isOptedIn = (features: string | null, name: string): boolean => {
  const words = wordsOf(features);
  return words.includes(name) || words.includes(`+${name}`);
};
