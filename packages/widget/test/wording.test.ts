// The words of the widget: one voice in each language, register and region.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadLanguage } from '../src/i18n/language.ts';
import { packOf } from '../src/i18n/language-packs.ts';

const folder = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /texts?\.ts$/.test(name),
);

/** The texts of the features, by file, for a language tag. */
const texts: [file: string, textsOf: (tag: string) => unknown][] = [];
for (const file of files) {
  const module = (await import(`${folder}${file}`)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(module))
    if (typeof value === 'function' && /Texts?$/.test(name) && value.length === 1)
      texts.push([`${file} ${name}`, value as (tag: string) => unknown]);
}

/** Each text by its path. */
const flat = (each: unknown, path: string): [path: string, text: string][] => {
  if (typeof each === 'string') return [[path, each]];
  return typeof each === 'object' && each !== null
    ? Object.entries(each).flatMap(([key, value]) => flat(value, `${path}.${key}`))
    : [];
};

const allTexts = async (tag: string): Promise<[path: string, text: string][]> => {
  await loadLanguage(tag);
  const pack = Object.entries(packOf(tag) ?? {}).flatMap(([key, value]) => flat(value, key));
  return [
    ...pack,
    ...texts.flatMap(([file, textsOf]) => (/fill|fallback/.test(file) ? [] : flat(textsOf(tag), file))),
  ];
};

const placesOf = (own: [path: string, text: string][]): Record<string, string> =>
  Object.fromEntries(
    own
      // Of a plural, only the general form: others may spell the number out.
      .filter(([path]) => !/\.(zero|one|two|few|many)$/.test(path))
      .map(([path, text]) => [path, (text.match(/\{\w+\}/g) ?? []).sort().join()]),
  );

/** Whole words, in any script. */
const words = (list: string): RegExp => new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'iu');
/** The polite pronouns of German, by their capital. */
const germanFormal = /(?<!\p{L})(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)(?!\p{L})/u;

const tags = ['ar', 'de', 'de-x-formal', 'en-GB', 'es', 'es-x-formal', 'fr', 'pt-BR', 'pt-PT'];

test('the texts of all features are found', () => {
  expect(texts.length).toBeGreaterThan(11);
});

test.each(tags)('%s has every text of every feature, with the same placeholders', async (tag) => {
  const [english, own] = [placesOf(await allTexts('en')), placesOf(await allTexts(tag))];
  expect(own).toEqual(english);
});

test.each<[tag: string, banned: RegExp]>([
  [
    'en',
    words(
      'somebody|anybody|nobody|everybody|whoever|whomever|anew|cannot|(?:do|does|did|is|are|was|were|has|have|had|will|could|would|should) not|(?:it|that|there) is|(?<!who )(?:you|they|we) (?:are|will|have)',
    ),
  ],
  ['en', words('cancelled|colou?red|colour|favourite|centre|(?:organ|recogn)is\\p{L}+')],
  ['en-GB', words('canceled|color|favorite|center|(?:organ|recogn)iz\\p{L}+')],
  ['de', germanFormal],
  ['de-x-formal', words('du|dich|dir|dein(?:e[mnrs]?)?')],
  ['es', words('usted|ustedes')],
  [
    'es-x-formal',
    words(
      'tú|tu|tus|te|ti|contigo|tuy[oa]s?|puedes|podrás|estás|tienes|eres|quieres|vuelvas|conozcas|comparta contigo|escribe|(?<!sala de )espera|prueba|permite|permítel[oa]s?|elige|únete|inténtalo|revísalo|adjúntalo|conecta|ciérrala|envíala|descarta|inicia|recarga|selecciona|contacta|añade|deja',
    ),
  ],
  ['fr', words('tu|toi|ton|tes|t’\\p{L}+')],
  [
    'pt-PT',
    words(
      'vocês?|salv[ao]s?|salvar|salvando|compartilh\\p{L}+|arquivos?|usuários?|telas?|baixar(?! a mão| todas as mãos)|exclu\\p{L}+|câmeras?|aba|senha|aplicativos?|conex\\p{L}+|(?!quando|segundo|compreendo)\\p{L}+[aei]ndo',
    ),
  ],
  [
    'pt-BR',
    words(
      'ficheiros?|partilh\\p{L}+|utilizador(?:es)?|utiliz\\p{L}+|ecrã|câmara|separador|palavra-passe|definições|consigo|noutr[ao]s?|num|numa|procurar|procure|guardar|eliminar|eliminad[ao]s?|transferir|está a \\p{L}+',
    ),
  ],
])('%s says nothing that matches %s', async (tag, banned) => {
  const own = await allTexts(tag);
  // The name of a status everywhere.
  const found = own.filter(([, text]) => banned.test(text) && text !== 'Do not disturb');
  expect(found).toEqual([]);
});

test.each([
  ['es-MX', 'writeMessage', 'Escribe un mensaje'],
  ['es-MX-x-formal', 'writeMessage', 'Escriba un mensaje'],
  ['de-AT-x-informal', 'yourName', 'Dein Name'],
  ['de-AT-x-formal', 'yourName', 'Ihr Name'],
  ['pt', 'save', 'Salvar'],
  ['pt-BR', 'save', 'Salvar'],
  ['pt-x-formal', 'save', 'Salvar'],
  ['pt-PT', 'save', 'Guardar'],
  ['pt-AO', 'save', 'Guardar'],
  ['pt-PT-x-formal', 'save', 'Guardar'],
  ['en', 'call-ui/texts.ts callTexts.cancelled.0', 'Call canceled'],
  ['en-US', 'call-ui/texts.ts callTexts.cancelled.0', 'Call canceled'],
  ['en-x-formal', 'call-ui/texts.ts callTexts.cancelled.0', 'Call canceled'],
  ['en-GB', 'call-ui/texts.ts callTexts.cancelled.0', 'Call cancelled'],
  ['en-IN', 'call-ui/texts.ts callTexts.cancelled.0', 'Call cancelled'],
])('%s has for %s the text %j', async (tag, key, text) => {
  expect(new Map(await allTexts(tag)).get(key)).toBe(text);
});
