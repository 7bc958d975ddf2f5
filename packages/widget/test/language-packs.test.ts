import { expect, test } from 'vitest';
import { ar } from '../src/language/ar.ts';
import { de } from '../src/language/de.ts';
import { en } from '../src/language/en.ts';
import { es } from '../src/language/es.ts';
import { fr } from '../src/language/fr.ts';
import { pt } from '../src/language/pt.ts';

const keysOf = (texts: object): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    key === 'reasons' || key === 'codes'
      ? Object.keys(value as object).map((each) => `${key}.${each}`)
      : [key],
  );
/** The words to be filled in, by text. Of a plural, those of its general form; `{n}` may be said in words. */
const placesOf = (texts: object): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => {
      const text = typeof value === 'string' ? value : ((value as { other?: string }).other ?? '');
      return [key, (text.match(/\{\w+\}/g) ?? []).sort()];
    }),
  );

test.each(Object.entries({ ar, de, es, fr, pt }))(
  '%s says everything, and fills in what English does',
  (_, pack) => {
    expect(keysOf(en).filter((key) => !keysOf(pack).includes(key))).toEqual([]);
    expect(keysOf(pack).filter((key) => !keysOf(en).includes(key))).toEqual([]);
    expect(placesOf(pack)).toEqual(placesOf(en));
  },
);

test.each(Object.entries({ ar, de, en, es, fr, pt }))(
  '%s has a form for each number that it tells apart',
  (tag, pack) => {
    const rules = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    const plurals = Object.entries(pack).filter(([, value]) => typeof value === 'object' && 'other' in value);
    const needed = rules.filter((rule) => rule === 'one' || rule === 'two' || rule === 'few');
    const lacking = plurals.flatMap(([key, forms]) =>
      needed
        .filter((rule) => !(rule in (forms as object)) && key !== 'typing')
        .map((rule) => `${key}.${rule}`),
    );
    expect(lacking).toEqual([]);
  },
);
