import { expect, test } from 'vitest';
import { ar } from '../src/i18n/ar.ts';
import { de, variant as deVariant } from '../src/i18n/de.ts';
import { en } from '../src/i18n/en.ts';
import { es, variant as esVariant } from '../src/i18n/es.ts';
import { fr } from '../src/i18n/fr.ts';
import { moderationTexts } from '../src/features/moderation/texts.ts';
import { searchTexts } from '../src/features/search/texts.ts';
import { pt, variant as ptVariant } from '../src/i18n/pt.ts';

const packs = {
  ar,
  de,
  'de-x-formal': (await deVariant('de-x-formal')) ?? {},
  es,
  'es-x-formal': (await esVariant('es-x-formal')) ?? {},
  fr,
  pt,
  'pt-PT': (await ptVariant('pt-pt')) ?? {},
};

const keysOf = (texts: object): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    key === 'reasons' || key === 'codes'
      ? Object.keys(value as object).map((each) => `${key}.${each}`)
      : [key],
  );
/** The placeholders of each text. A plural counts with its general form; `{n}` may be a word. */
const placesOf = (texts: object): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => {
      const text = typeof value === 'string' ? value : ((value as { other?: string }).other ?? '');
      return [key, (text.match(/\{\w+\}/g) ?? []).sort()];
    }),
  );

test.each(Object.entries(packs))('%s has the same keys and placeholders as English', (_, pack) => {
  expect(keysOf(en).filter((key) => !keysOf(pack).includes(key))).toEqual([]);
  expect(keysOf(pack).filter((key) => !keysOf(en).includes(key))).toEqual([]);
  expect(placesOf(pack)).toEqual(placesOf(en));
});

test.each(Object.entries({ en, ...packs }))(
  '%s has a form for each of its plural categories',
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

/** Each text by its path. */
const flat = (texts: object, path = ''): [path: string, text: string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value as object, `${path}${key}.`),
  );

/** Of a plural, only its general form. */
const general = (texts: object): [path: string, text: string][] =>
  flat(texts).filter(([path]) => !/\.(zero|one|two|few|many)$/.test(path));

test.each(['ar', 'de', 'de-AT-x-formal', 'es', 'es-x-formal', 'fr', 'pt', 'pt-BR', 'pt-PT'])(
  '%s translates the texts of search and moderation',
  (tag) => {
    for (const textsOf of [moderationTexts, searchTexts]) {
      const [english, own] = [general(textsOf('en')), general(textsOf(tag))];
      const places = (texts: typeof own) =>
        texts.map(([path, text]) => [path, ...(text.match(/\{\w+\}/g) ?? []).sort()]);
      expect(places(own)).toEqual(places(english));
      // A word may be the same; the language is not.
      const same = own.filter(([, text], index) => text === english[index]?.[1]);
      expect(same.length).toBeLessThan(english.length / 4);
    }
  },
);
