import { blocksOf, filesOf } from '../doc-blocks.ts';

/** Texts of a guide with what stands in their place in a test, such as the name of the user. */
export type Replacements = readonly (readonly [from: string, to: string])[];

/** Throws if a text is not there: the guide has changed. */
export const replaced = (code: string, replacements: Replacements): string => {
  let changed = code;
  for (const [from, to] of replacements) {
    if (!changed.includes(from)) throw new Error(`the guide does not have ${from}`);
    changed = changed.replaceAll(from, to);
  }
  return changed;
};

/** The files that a page names. */
export const filesFrom = (page: string, names: readonly string[]): Record<string, string> => {
  const files = filesOf(page);
  return Object.fromEntries(
    names.map((name) => {
      const code = files.get(name);
      if (code === undefined) throw new Error(`${page} has no file ${name}`);
      return [name, code];
    }),
  );
};

/** The block of a page in a language that has a text. */
export const blockWith = (page: string, language: string, text: string): string => {
  const found = blocksOf(page, language).find((code) => code.includes(text));
  if (found === undefined) throw new Error(`${page} has no block with ${text}`);
  return found;
};
