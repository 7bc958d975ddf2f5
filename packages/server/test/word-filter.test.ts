import { describe, expect, test } from 'vitest';
import { findWords } from '../src/word-filter/find-words.ts';
import { wordFilter } from '../src/word-filter/word-filter.ts';
import { connect, message, startServer } from './chat/harness.ts';
import { upload } from './files/file-fixtures.ts';

const words = ['idiota', 'asno', 'ass', 'vete al cuerno', 'imbécil*'];
const find = findWords(words);
const found = (text: string) => [...new Set(find(text).map(({ start, end }) => text.slice(start, end)))];

describe('a word is found', () => {
  test.each([
    ['as it is', 'eres idiota.', 'idiota'],
    ['in capitals', '¡IDIOTA!', 'IDIOTA'],
    ['with accents', 'ídïótà', 'ídïótà'],
    ['in letters of another alphabet', 'іԁіоtа', 'іԁіоtа'],
    ['in full-width and fancy letters', 'ｉｄｉｏｔａ 𝓲𝓭𝓲𝓸𝓽𝓪', '𝓲𝓭𝓲𝓸𝓽𝓪'],
    ['with digits and signs for letters', '1d!0t@', '1d!0t@'],
    ['with digits for letters, called out', '¡¡!! 1d10ta!!', '1d10ta'],
    ['with a sign for its last letter', 'imbec!|es', 'imbec!|es'],
    ['drawn out', 'idiooootaaa', 'idiooootaaa'],
    ['with signs strewn in', 'i.d-i_o*t.a', 'i.d-i_o*t.a'],
    ['with invisible characters', 'id\u200Bio\u00ADta', 'id\u200Bio\u00ADta'],
    ['letter by letter', 'un i d i o t a de verdad', 'i d i o t a'],
    ['letter by letter, twice the same', 'A-S  s', 'A-S  s'],
    ['as a phrase', 'vete  al CUERNO ya', 'vete  al CUERNO'],
    ['by its beginning', 'imbéciles', 'imbéciles'],
    ['before a digit', 'idiota2', 'idiota'],
    ['with l for i', 'ldiota', 'ldiota'],
    ['with an Armenian letter', 'idiօta', 'idiօta'],
    ['with a Coptic letter', 'idiⲟta', 'idiⲟta'],
    ['with a Cherokee letter', 'Ꭵdiota', 'Ꭵdiota'],
    ['with a Greek capital', 'ASΝO', 'ASΝO'],
    ['with Hangul fillers', 'idi\u3164ota', 'idi\u3164ota'],
    ['with a Braille blank', 'idi\u2800ota', 'idi\u2800ota'],
    ['in regional indicators', '🇮 🇩 🇮 🇴 🇹 🇦', '🇮 🇩 🇮 🇴 🇹 🇦'],
    ['in regional indicators in a row', '🇮🇩🇮🇴🇹🇦', '🇮🇩🇮🇴🇹🇦'],
    ['behind a right-to-left override', 'eres \u202Eatoidi\u202C.', 'atoidi'],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toContain(expected);
  });
});

describe('a text is accepted', () => {
  test.each([
    'asnología',
    'pass',
    'a sno',
    'class assist',
    'as, no',
    'embajada',
    'el as gana',
    'idio ta',
    '',
    '1234',
  ])('%s', (text) => expect(found(text)).toEqual([]));
});

test('no text takes long to check', () => {
  const many = findWords([
    ...words,
    ...Array.from({ length: 1_000 }, (_, index) => `palabra${'abcdefghij'[index % 10]}x${index}y`),
  ]);
  const hostile = ['a', 'i', '.', 'i.', '|', '!', 'a!', '!!a', 's$', 'i d ', 'ass'].map((part) =>
    part.repeat(4_000).slice(0, 4_000),
  );
  const began = performance.now();
  for (const text of hostile) many(text);
  expect(performance.now() - began).toBeLessThan(4_000);
});

test('an entry that is no word is refused', () => {
  expect(() => findWords(['*'])).toThrow(/is no word/);
  expect(findWords([])('idiota')).toEqual([]);
});

test('a message, an edit and a title are refused, by socket and by REST', async () => {
  const { url } = await startServer({ hooks: wordFilter({ words }) });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const refused = { code: 'forbidden', reason: 'moderated' };
  await expect(ana.call('message:send', message('r', '1diota'))).rejects.toMatchObject(refused);
  const { id } = await ana.call('message:send', message('r', 'hola'));
  await expect(
    ana.call('message:edit', { roomId: 'r', messageId: id, text: 'idiota' }),
  ).rejects.toMatchObject(refused);
  await expect(ana.call('room:update', { roomId: 'r', title: 'Idiota' })).rejects.toMatchObject(refused);
  const response = await fetch(`${url}/chat/api/rooms/r/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), text: 'IDIOTA' }),
  });
  expect([response.status, await response.json()]).toMatchObject([403, { error: { reason: 'moderated' } }]);
  expect((await ana.call('message:list', { roomId: 'r' })).messages.map(({ text }) => text)).toEqual([
    'hola',
  ]);
});

test('names, statuses, profiles and file names are checked too', async () => {
  const { url } = await startServer({
    hooks: wordFilter({ words }),
    profiles: { fields: { job: { label: 'Job' } } },
  });
  const moderated = { code: 'forbidden', reason: 'moderated' };
  const rude = await connect(url, { name: 'Idi0ta' });
  await expect(rude.call('room:join', { roomId: 'r' })).rejects.toMatchObject({
    ...moderated,
    field: 'name',
  });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  await expect(ana.call('user:update', { name: 'Asno' })).rejects.toMatchObject({
    ...moderated,
    field: 'name',
  });
  for (const change of [{ about: 'un idiota' }, { fields: { job: 'asno' } }])
    await expect(ana.call('user:update', change)).rejects.toMatchObject(moderated);
  expect(await ana.call('user:update', { about: 'Una persona.', fields: { job: 'Médica' } })).toBeDefined();
  await expect(ana.call('presence:set', { status: 'busy', text: 'ídiota' })).rejects.toMatchObject(moderated);
  expect(await ana.call('presence:set', { status: 'busy' })).toEqual({ status: 'busy' });
  const { id: messageId } = await ana.call('message:send', message('r', 'hola'));
  // A report may quote what it is about.
  const bea = await connect(url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  await bea.call('message:report', { roomId: 'r', messageId, reason: 'me ha llamado asno' });
  const refused = await upload(url, ana.hello.token, 'r', 'hola', { name: 'idiota.txt' });
  expect(refused.status).toBe(403);
  // The application's own data is not looked at.
  const data = { note: 'idiota' };
  expect(await ana.call('message:send', { ...message('r', 'hola'), data })).toMatchObject({ data });
});

test('the action mask replaces the letters, and a retry returns the same message', async () => {
  const censored = wordFilter({
    words: ['idiota'],
    find: (text) => [...text.matchAll(/tonto/g)].map(({ index }) => ({ start: index, end: index + 5 })),
    action: 'mask',
  });
  const { url } = await startServer({ hooks: censored });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const sent = message('r', 'i d i o t a y 😀 tonto');
  const stored = await ana.call('message:send', sent);
  expect(stored.text).toBe('• • • • • • y 😀 •••••');
  expect(await ana.call('message:send', sent)).toEqual(stored);
});
