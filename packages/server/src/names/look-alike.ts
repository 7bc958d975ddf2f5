import { confusables } from './confusables.ts';

let prototypes: Map<string, string> | undefined;

const charactersOf = (hex: string): string =>
  String.fromCodePoint(...hex.split('+').map((each) => Number.parseInt(each, 16)));

/** Created on first use: a server that compares no names does not need it. */
const makePrototypes = (): Map<string, string> => {
  const made = new Map<string, string>();
  for (const record of confusables.trim().split(/\s/)) {
    const [target = '', sources = ''] = record.split(':');
    for (const source of sources.split(',')) made.set(charactersOf(source), charactersOf(target));
  }
  return made;
};

/**
 * Returns the character that another looks like (its prototype in UTS #39), or undefined if it looks like no
 * other.
 */
export const prototypeOf = (character: string): string | undefined =>
  (prototypes ??= makePrototypes()).get(character);

const skeletonOf = (normalized: string): string => {
  let skeleton = '';
  for (const character of normalized) skeleton += prototypeOf(character) ?? character;
  return skeleton.normalize('NFKD');
};

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const lower = (text: string): string => text.toLocaleLowerCase('und');

const makeKeys = (name: string): string[] => {
  const normalized = name.normalize('NFKD').replace(invisible, '').replace(/\s+/gu, ' ').trim();
  return [...new Set([lower(skeletonOf(lower(normalized))), lower(skeletonOf(normalized))])];
};

/** A new name is compared with those of all present users, so keys are cached. */
const cached = new Map<string, string[]>();
const mostCached = 32_768;

/**
 * Returns the keys of a name. Two names look the same if they have a key in common: one compares their
 * lower-case letters, the other the letters as written (`AIice` with a capital i, and `Alice`). Store all of
 * them to keep names unique in a database.
 */
export const nameKeys = (name: string): readonly string[] => {
  const known = cached.get(name);
  if (known) return known;
  const keys = makeKeys(name);
  if (cached.size === mostCached) cached.clear();
  cached.set(name, keys);
  return keys;
};

/** Returns a predicate that is true for these names and all that look the same. */
export const lookAlikes = (names: Iterable<string>): ((name: string) => boolean) => {
  const keys = new Set<string>();
  for (const name of names) for (const key of nameKeys(name)) keys.add(key);
  return (name) => nameKeys(name).some((key) => keys.has(key));
};
