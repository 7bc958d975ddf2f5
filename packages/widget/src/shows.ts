/** Whether a list of names shows a feature. No list shows all; `a b` shows these only; `-a -b` all but these. */
export const shows = (features: string | null, name: string): boolean => {
  const names = (features ?? '').split(/[\s,]+/).filter(Boolean);
  if (names.some((word) => word.startsWith('-'))) return !names.includes(`-${name}`);
  return names.length === 0 || names.includes(name);
};
