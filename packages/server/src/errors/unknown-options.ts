/** Throws for an option that does not exist, so that a typo in JavaScript does not go unnoticed. */
export const rejectUnknownOptions = (
  caller: string,
  given: object,
  known: Readonly<Record<string, true>>,
): void => {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(known, name)) throw new TypeError(unknownOption(caller, name, Object.keys(known)));
};

/** Returns the text for an unknown option, with the name that was probably meant. */
export const unknownOption = (caller: string, name: string, known: readonly string[]): string =>
  `${caller}: there is no option '${name}'${meant(name, known)}`;

/** Returns the known name closest to a mistyped one, if one is close. */
export const meant = (name: string, known: readonly string[]): string => {
  const [closest] = known
    .map((each) => ({ each, distance: editDistance(name, each) }))
    .toSorted((a, b) => a.distance - b.distance);
  return closest && closest.distance <= Math.ceil(name.length / 3) ? `; did you mean '${closest.each}'?` : '';
};

/** Returns the edit distance of two names (Levenshtein). */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [line, letter] of a.split('').entries()) {
    const next = [line + 1];
    for (const [column, other] of b.split('').entries())
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};
