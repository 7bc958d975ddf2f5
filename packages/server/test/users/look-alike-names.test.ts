import { createChatClient } from '@chat/client';
import { firstOf, guests, jwt, lookAlikes } from '@chat/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, startServer } from '../chat/harness.ts';

const taken = { code: 'conflict', reason: 'name_taken', field: 'name' };
const invalid = { code: 'invalid', field: 'name' };

const invisible = {
  'zero-width space': 'A\u200Bna',
  'variation selector at the end': 'Ana\uFE0F',
  'variation selector inside': 'A\uFE00na',
  'combining grapheme joiner': 'An\u034Fa',
  'Hangul filler': 'Ana\u3164',
  'half-width Hangul filler': 'Ana\uFFA0',
  'Khmer inherent vowel': 'Ana\u17B4',
  'Mongolian variation selector': 'Ana\u180B',
  'supplementary variation selector': 'Ana\u{E0100}',
  'Braille blank': 'Ana\u2800',
  'joiner between Latin letters': 'A\u200Dna',
  'non-joiner after a letter that does not join': 'دا\u200Cنا',
  'digit with a variation selector': 'Ana1\uFE0F',
  'soft hyphen': 'A\u00ADna',
};
const mixed = {
  'Cyrillic A': 'Аna',
  'Cyrillic a': 'Anа',
  'Greek nu': 'Aνa',
  'Armenian o': 'Lօla',
  Cherokee: 'AnaᎥ',
};
const blank = ['\u3164', '\u2800', '\u{1D159}', '\u{13441}', '\u2800 \u2800', '\uFFA0', '\u00AD'];
const alike: [name: string, disguise: string][] = [
  ['Ana', 'ANA'],
  ['Ana', 'Ａｎａ'],
  ['Ana', ' Ana\u00A0'],
  ['Alice', 'AIice'],
  ['Alice', 'A1ice'],
  ['Alice', 'аӏісе'],
  ['Carmen', 'Carrnen'],
  ['Oso', '0so'],
  ['Coco', 'сосо'],
  ['ANA', 'ΑΝΑ'],
  ['Νίκος', 'ΝΊΚΟΣ'],
  ['علی\u200Cرضا', 'علیرضا'],
  ['❤️ Eva', '❤ Eva'],
];

/** The error for a guest with this name. */
const refusalOf = (url: string, name: string) =>
  connect(url, { name }).then(
    () => [name, null],
    (error: unknown) => [name, error],
  );

describe('with a member in the room', () => {
  const start = async (name: string) => {
    const { url, chat } = await startServer({ authenticate: guests() });
    const owner = await connect(url, { name });
    await owner.call('room:join', { roomId: 'r' });
    return { url, chat };
  };
  const enter = async (url: string, name: string) => {
    const guest = await connect(url, { name });
    return guest.call('room:join', { roomId: 'r' });
  };

  test.each(Object.entries(invisible))('a name with a %s is refused', async (_, name) => {
    const { url } = await start('Ana');
    await expect(enter(url, name)).rejects.toMatchObject(invalid);
  });

  test.each(Object.entries(mixed))('a name that mixes alphabets is refused: %s', async (_, name) => {
    const { url } = await start('Ana');
    await expect(enter(url, name)).rejects.toMatchObject(invalid);
    const luis = await connect(url, { name: 'Luis' });
    await expect(luis.call('user:update', { name })).rejects.toMatchObject(invalid);
  });

  test.each(alike)('%s and %s count as the same name', async (name, disguise) => {
    const { url, chat } = await start(name);
    expect(chat.isNameTaken(disguise)).toBe(true);
    await expect(enter(url, disguise)).rejects.toMatchObject(taken);
  });
});

test('an invisible name is refused', async () => {
  const { url } = await startServer();
  for (const name of blank) expect(await refusalOf(url, name)).toMatchObject([name, invalid]);
});

test('the look-alikes of a reserved name are refused', async () => {
  const authenticate = firstOf(
    jwt({ secret: 'a secret of at least thirty-two characters' }),
    guests({ reserved: ['Administrador', 'Portal de Citas'] }),
  );
  const { url } = await startServer({ authenticate });
  for (const name of [
    'Administrador',
    'ADMINISTRADOR',
    'Adrninistrador',
    'Administrad0r',
    ' Portal  de Citas',
    'Portal de CItas',
  ])
    expect(await refusalOf(url, name)).toMatchObject([name, taken]);
  for (const name of ['Administrador\u3164', 'Administradоr'])
    expect(await refusalOf(url, name)).toMatchObject([name, invalid]);
  const ana = await connect(url, { name: 'Ana' });
  await expect(ana.call('user:update', { name: 'administrador' })).rejects.toMatchObject(taken);
  const isReserved = lookAlikes(['Administrador']);
  expect([isReserved('administrador'), isReserved('Administradora')]).toEqual([true, false]);
});

// Names as people have them, all in one room.
const real = [
  'José María Núñez',
  'Jose Maria',
  'Ana',
  'Anna',
  'Åsa Öberg',
  'Łukasz Żółć',
  'Đặng Thị Ngọc Ánh',
  'Nguyễn Văn Ân',
  'İbrahim Çağrı',
  'Ivan',
  'Иван Петров',
  'Ева',
  'Νίκος Παπαδόπουλος',
  'Օհան Գրիգորյան',
  'გიორგი',
  'محمد عبد الله',
  'علی\u200Cرضا',
  'فاطمه',
  'دانا',
  'שָׂרָה כֹּהֵן',
  "צ'רלי",
  'דוד בן-גוריון',
  'अमित शर्मा',
  'क्\u200Dष',
  'श्री राम',
  'বাংলা\u09CD\u200Cক',
  'ශ්\u200Dරී',
  'ശ്രീ',
  'தமிழ்',
  'ప్రియ',
  'สมชาย ใจดี',
  'ລາວ',
  'မြန်မာ',
  'ភាសាខ្មែរ',
  'བོད',
  'አበበ',
  '김민준',
  'K-pop 민준',
  '山田太郎',
  'やまだ たろう',
  'ヤマダ・タロウ',
  'ラーメン大好き小池さん',
  'Tシャツ屋',
  '葛\u{E0100}城',
  '王小明',
  'ㄅㄆㄇ',
  'ᠮᠣᠩᠭ\u180Bᠣᠯ',
  'ᏣᎳᎩ',
  "O'Brien",
  'O’Neill',
  'Jean-Luc',
  'D’Artagnan 2',
  'x_Dragón_x',
  'Mª Carmen',
  'Ana 👩‍👩‍👧‍👦',
  '🇪🇸',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿 Tom',
  '❤️‍🔥',
  '👩🏽‍⚕️ Eva',
  '1️⃣',
  'Ana ☀️',
  'C++',
  'µTorrent',
  'Δ',
  'Иван (Madrid)',
  'Maria Иванова',
];

test('real names of many languages are accepted, and none is taken for another', async () => {
  const { url, chat } = await startServer({ limits: { maxConnectionsPerAddress: 1_000 } });
  for (const name of real) {
    const joining = connect(url, { name }).then(async (guest) => {
      await guest.call('room:join', { roomId: 'r' });
      await guest.call('presence:set', { status: 'busy', text: name });
      return guest.hello.user.name;
    });
    expect(await joining.catch((error: unknown) => [name, error])).toBe(name);
  }
  expect(chat.stats().connections).toBe(real.length);
});

test('look-alikes in room ids and titles are refused, unless the application creates the room', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await expect(ana.call('room:join', { roomId: 'сita-42' })).rejects.toMatchObject({
    code: 'invalid',
    field: 'roomId',
  });
  await expect(ana.call('room:join', { roomId: 'cita-42\u3164' })).rejects.toMatchObject({ field: 'roomId' });
  await ana.call('room:join', { roomId: 'cita-42' });
  for (const title of ['Sоporte', 'Soporte\u2800', 'So\u034Fporte'])
    await expect(ana.call('room:update', { roomId: 'cita-42', title })).rejects.toMatchObject({
      code: 'invalid',
      field: 'title',
    });
  const title = 'Café с друзьями, Δ-Gruppe 👩‍👩‍👧‍👦';
  expect(await ana.call('room:update', { roomId: 'cita-42', title })).toMatchObject({ title });
  const staff = chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
  await staff.call('room:create', { type: 'public', roomId: 'сita-43', title: 'Sоporte' });
  const client = createChatClient({ url, name: 'Eva' });
  onTestFinished(() => client.close());
  await expect(client.room('сita-43').join()).resolves.toBeUndefined();
});
