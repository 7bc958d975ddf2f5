import axe from 'axe-core';
import { ChatError, type EncryptionState, type SearchOptions, type SearchQuestion } from '@chat/client';
import type { SearchPage } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../src/features/search/chat-search.ts';
import type { ChatSearch } from '../src/features/search/chat-search.ts';
import { excerpt, withoutMarkup } from '../src/features/search/search-hit.ts';
import { fakeChat, ines, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const texts = ['La reunión es a las 9', '<b>reunión</b> <img src=x onerror=alert(1)>', 'nada'];

/** Finds `word` in the messages, as the server does. */
const answering = (
  fake: FakeChat,
  word: string,
  answer: (asked: SearchQuestion) => Partial<SearchPage> = () => ({}),
) => {
  const asked: SearchQuestion[] = [];
  const search = async (question: string | SearchQuestion): Promise<SearchPage> => {
    const all = typeof question === 'string' ? { q: question } : question;
    asked.push(all);
    const hits = fake.messages
      .get()
      .items.filter(({ text }) => text.includes(word))
      .map((item) => ({
        message: item,
        marks: [{ start: item.text.indexOf(word), end: item.text.indexOf(word) + word.length }],
      }));
    return { hits, hasMore: false, ...answer(all) };
  };
  Object.assign(fake.room, { search });
  return asked;
};

const open = async (fake: FakeChat, options: MountOptions = {}) => {
  const mounted = await mount(fake, { width: 900, ...options });
  mounted.find('[aria-label=Buscar], [aria-label=Search]')!.click();
  await still();
  const panel = () => (mounted.find('chat-search') as ChatSearch).renderRoot as ShadowRoot;
  const status = () => panel().querySelector('.status')!.textContent;
  return { ...mounted, panel, status, hits: () => [...panel().querySelectorAll<HTMLElement>('.hit')] };
};

test('a search runs after a pause in typing, and highlights the words in any text', async () => {
  const fake = fakeChat(texts.map((text) => message(luis, text)));
  const asked = answering(fake, 'reunión');
  const { panel, hits, status, find } = await open(fake);
  expect(panel().activeElement?.localName).toBe('input');
  expect(status()).toContain('comillas');
  // Letter by letter, in no time: typed by the driver, a slow machine would make pauses between them.
  const input = panel().activeElement as HTMLInputElement;
  for (const letter of 'reunión') {
    input.value += letter;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  await expect.poll(() => hits().length).toBe(2);
  expect(asked).toEqual([{ q: 'reunión', limit: 20 }]);
  // Down chooses among the words that an input method offers, and only otherwise a hit.
  const down = { key: 'ArrowDown', bubbles: true, composed: true, cancelable: true };
  input.dispatchEvent(new KeyboardEvent('keydown', { ...down, isComposing: true }));
  expect(panel().activeElement).toBe(input);
  input.dispatchEvent(new KeyboardEvent('keydown', down));
  expect(panel().activeElement).toBe(hits()[0]);
  expect([...panel().querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
    'reunión',
    'reunión',
  ]);
  expect(hits()[1]?.textContent).toContain('<b>reunión</b> <img');
  expect(panel().querySelector('.excerpt img, .excerpt b')).toBeNull();
  expect(status()).toBe('2 resultados');
  const { violations } = await axe.run(find('.panel')!);
  expect(violations).toEqual([]);
});

test('a hit names a voice note in the language of the reader', async () => {
  const note = { fileId: 'v', name: 'Voice note.webm', type: 'audio/webm', size: 9, durationMs: 65_000 };
  const attachments = [{ ...note, waveform: [1, 2] }];
  const fake = fakeChat([message(luis, 'la reunión', { attachments })]);
  answering(fake, 'reunión');
  const { hits } = await open(fake);
  await userEvent.keyboard('reunión');
  await expect.poll(() => hits()[0]?.querySelector('.files')?.textContent?.trim()).toBe('Nota de voz · 1:05');
});

test.each([
  [400, 'closes the panel that covers the messages'],
  [900, 'leaves the panel open next to them'],
])('a hit jumps to its message by keyboard; %i px wide it %s', async (width) => {
  const fake = fakeChat(
    Array.from({ length: 60 }, (_, index) => message(luis, index === 2 ? 'aguja' : `paja ${index}`)),
  );
  answering(fake, 'aguja');
  const { hits, find, rows } = await open(fake, { width });
  await userEvent.keyboard('aguja');
  await expect.poll(() => hits().length).toBe(1);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await still();
  await expect
    .poll(() => rows().find((row) => row.classList.contains('found'))?.textContent)
    .toContain('aguja');
  expect(find('.panel') !== null).toBe(width > 720);
  if (width > 720) return;
  // Opened again, it shows what was found.
  find('[aria-label=Buscar]')!.click();
  await still();
  expect(hits()).toHaveLength(1);
});

test('file, author and date filters narrow a search, and a button loads more', async () => {
  const fake = fakeChat(texts.map((text) => message(luis, text)));
  const asked = answering(fake, 'reunión', ({ cursor }) => (cursor ? {} : { hasMore: true, cursor: '7' }));
  const { panel, status } = await open(fake);
  const chip = (name: string) =>
    [...panel().querySelectorAll<HTMLElement>('.chip')].find((each) => each.textContent?.trim() === name)!;
  chip('Enlaces').click();
  await expect.poll(() => asked.at(-1)).toEqual({ has: 'link', limit: 20 });
  await expect.poll(status).toBe('2+ resultados');
  expect(chip('Enlaces').getAttribute('aria-pressed')).toBe('true');
  panel().querySelector('details')!.open = true;
  await userEvent.selectOptions(panel().querySelector('select')!, luis.id);
  await expect.poll(() => asked.at(-1)).toEqual({ has: 'link', from: luis.id, limit: 20 });
  const [after, before] = panel().querySelectorAll<HTMLInputElement>('[type=date]');
  await userEvent.fill(after!, '2026-03-01');
  await userEvent.fill(before!, '2026-03-02');
  await expect
    .poll(() => asked.at(-1))
    .toMatchObject({
      after: new Date(2026, 2, 1).getTime(),
      before: new Date(2026, 2, 3).getTime(),
    });
  expect(before?.value).toBe('2026-03-02');
  await expect.poll(status).toBe('2+ resultados');
  panel().querySelector<HTMLElement>('.load')!.click();
  await expect.poll(() => asked.at(-1)?.cursor).toBe('7');
  await expect.poll(() => panel().querySelector('.load')).toBeNull();
});

const titles: Record<string, string> = { 'cita-42': 'Cita 42', obras: 'Obras de la plaza' };

test('a search of all rooms is optional; a hit names its room, and a click asks the page to show it', async () => {
  const fake = fakeChat([message(luis, 'aguja aquí')]);
  const here = answering(fake, 'aguja');
  const everywhere: SearchQuestion[] = [];
  const elsewhere = message(ines, 'otra aguja', { roomId: 'obras' });
  const search = async (question: string | SearchQuestion): Promise<SearchPage> => {
    everywhere.push(question as SearchQuestion);
    const found = [elsewhere, ...fake.messages.get().items];
    return { hits: found.map((each) => ({ message: each, marks: [] })), hasMore: false };
  };
  const call = async (_: string, { roomId }: { roomId: string }) => ({ title: titles[roomId] });
  Object.assign(fake.client, { search, call });
  const { hits, panel, element, find, rows } = await open(fake);
  const choice = (name: string) =>
    [...panel().querySelectorAll<HTMLElement>('.scope label')].find((each) => each.innerText === name)!;
  await userEvent.keyboard('aguja');
  await expect.poll(() => hits().length).toBe(1);
  expect(panel().querySelector('.where')).toBeNull();
  await userEvent.click(choice('Todas las conversaciones'));
  await expect.poll(() => hits().length).toBe(2);
  expect(everywhere).toEqual([{ q: 'aguja', limit: 20 }]);
  await expect
    .poll(() => [...panel().querySelectorAll<HTMLElement>('.where')].map((each) => each.innerText))
    .toEqual(['Obras de la plaza', 'Cita 42']);
  expect((await axe.run(find('.panel')!)).violations).toEqual([]);

  const chosen: unknown[] = [];
  element.addEventListener('chat-room-chosen', (event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent).detail);
  });
  hits()[0]?.click();
  expect(chosen).toEqual([{ room: 'obras', message: elsewhere.id }]);
  expect(element.room).toBe('cita-42');
  hits()[1]?.click();
  await expect.poll(() => rows()[0]?.classList.contains('found')).toBe(true);

  // Narrowed down there and widened again, the room is not asked for what was taken away.
  const from = () => panel().querySelector('select')!;
  panel().querySelector('details')!.open = true;
  await userEvent.selectOptions(from(), luis.id);
  await userEvent.click(choice('Esta conversación'));
  await expect.poll(() => here.at(-1)).toEqual({ q: 'aguja', from: luis.id, limit: 20 });
  await userEvent.click(choice('Todas las conversaciones'));
  await userEvent.selectOptions(from(), '');
  await expect.poll(() => everywhere.at(-1)).toEqual({ q: 'aguja', limit: 20 });
  await userEvent.click(choice('Esta conversación'));
  await expect.poll(() => here.at(-1)).toEqual({ q: 'aguja', limit: 20 });
  expect(from().value).toBe('');
  await userEvent.click(choice('Todas las conversaciones'));
  const asked = here.length;

  // Back to this room, by keyboard, with the same question.
  choice('Todas las conversaciones').querySelector('input')?.focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => here.length).toBe(asked + 1);
  await expect.poll(() => hits().length).toBe(1);
});

test('the element shows a hit in another room itself if the page does not, with a way back', async () => {
  const fake = fakeChat([message(luis, 'nada')]);
  const search = async (): Promise<SearchPage> => ({
    hits: [{ message: message(ines, 'aguja', { roomId: 'obras' }), marks: [] }],
    hasMore: false,
  });
  Object.assign(fake.client, { search, call: async () => ({}) });
  const { hits, panel, element } = await open(fake);
  panel().querySelectorAll<HTMLElement>('.scope input')[1]?.click();
  panel().querySelector<HTMLInputElement>('input[type=search]')?.focus();
  await userEvent.keyboard('aguja');
  await expect.poll(() => hits().length).toBe(1);
  hits()[0]?.click();
  await still();
  expect(element.room).toBe('obras');
  element.querySelector('chat-back')?.shadowRoot?.querySelector('button')?.click();
  expect(element.room).toBe('cita-42');
  expect(element.querySelector('chat-back')).toBeNull();
});

test('features="-search-all" limits a search to the room', async () => {
  const { panel } = await open(fakeChat([]), { attributes: { features: '-search-all' } });
  expect(panel().querySelector('.scope')).toBeNull();
});

test('an error is shown; a search that is not ready is retried when the server says', async () => {
  const fake = fakeChat(texts.map((text) => message(luis, text)));
  const errors = [
    new ChatError('overloaded', 'slow', { reason: 'search_slow', retryAfterMs: 3_000 }),
    new ChatError('forbidden', 'no'),
  ];
  const asked = answering(fake, 'reunión', () => {
    const error = errors.shift();
    if (error) throw error;
    return {};
  });
  const { status, hits, panel } = await open(fake);
  // In one go: it is asked for after a pause between two keys.
  await userEvent.fill(panel().querySelector('input[type=search]')!, 'reunión');
  await expect.poll(status).toBe('El historial es largo, puede tardar un momento…');
  await expect.poll(status).toBe('No tienes permiso para hacer esto.');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => hits().length).toBe(2);
  expect(asked.length).toBe(3);
});

test('features="-search" hides it', async () => {
  const { find } = await mount(fakeChat([]), { attributes: { features: '-search' } });
  expect(find('[aria-label=Buscar]')).toBeNull();
});

test('a hit is shown without markup, with its words highlighted', () => {
  const marked = (text: string, ...words: string[]) => {
    let at = 0;
    const marks = words.map((word) => {
      const start = text.indexOf(word, at);
      at = start + word.length;
      return { start, end: at };
    });
    const plain = withoutMarkup(text, marks);
    return [plain.text, ...plain.marks.map(({ start, end }) => plain.text.slice(start, end))];
  };
  expect(marked('¿Ha traído el **informe** de _la_ clínica?', 'informe', 'clínica')).toEqual([
    '¿Ha traído el informe de la clínica?',
    'informe',
    'clínica',
  ]);
  expect(withoutMarkup('casino **in**', [{ start: 9, end: 11 }])).toEqual({
    text: 'casino in',
    marks: [{ start: 7, end: 9 }],
  });
  // Found in an address that is not shown: as it was written.
  expect(marked('el [plano](https://a.example/informe)', 'informe')).toEqual([
    'el [plano](https://a.example/informe)',
    'informe',
  ]);
});

test('an excerpt starts near the first word, and ends with an ellipsis', () => {
  const text = `${'antes '.repeat(40)}aguja ${'después '.repeat(60)}`;
  const start = text.indexOf('aguja');
  const pieces = excerpt(text, [{ start, end: start + 5 }]);
  expect(pieces[0]?.text).toBe('…');
  expect(pieces[1]?.text).toMatch(/^antes .*antes $/);
  expect(pieces[2]).toEqual({ text: 'aguja', marked: true });
  expect(pieces.at(-1)?.text).toBe('…');
  expect(excerpt('corto', [])).toEqual([{ text: 'corto', marked: false }]);
});

test('a hit that is only in a thread opens the thread', async () => {
  const fake = fakeChat([message(luis, 'aguja', { threadId: '00000000-0000-7000-8000-00000000feed' })]);
  answering(fake, 'aguja');
  const { hits, find } = await open(fake);
  await userEvent.keyboard('aguja');
  await expect.poll(() => hits().length).toBe(1);
  hits()[0]?.click();
  await expect.poll(() => find('chat-thread')).not.toBeNull();
});

const ready: EncryptionState = {
  status: 'ready',
  error: null,
  devices: [],
  newKeys: [],
  altered: [],
  verified: [],
  lapsed: [],
  warnings: [],
};

/** An encrypted room, whose searches the test answers. */
const encrypted = () => {
  const fake = fakeChat(texts.map((text) => message(luis, text)));
  const { room, can } = fake.state.get();
  const rights = { ...can!, 'file:upload': false };
  fake.state.set({ ...fake.state.get(), room: { ...room!, encryption: 'e2ee' }, can: rights });
  Object.assign(fake.room, { encryption: vary<EncryptionState | null>(ready) });
  const searches: { asked: SearchQuestion; options: SearchOptions; end: (page: SearchPage) => void }[] = [];
  const search = (asked: SearchQuestion, options: SearchOptions): Promise<SearchPage> =>
    new Promise((end, fail) => {
      searches.push({ asked, options, end });
      options.signal?.addEventListener('abort', () => fail(new Error('aborted')));
    });
  Object.assign(fake.room, { search });
  return { fake, searches };
};

test('in an encrypted room the device searches: results stream in, and the search goes on when asked to', async () => {
  const { fake, searches } = encrypted();
  const { panel, hits, status } = await open(fake, { width: 360 });
  expect(panel().querySelector<HTMLElement>('.device')?.innerText).toContain('en este dispositivo');
  // Words for all rooms would go to the server. There are no files.
  expect(panel().querySelector('.scope')).toBeNull();
  expect(panel().querySelectorAll('.chip')).toHaveLength(1);
  expect(panel().querySelector('.browse')).toBeNull();
  await userEvent.fill(panel().querySelector('input')!, 'reunión');
  await expect.poll(() => searches.length).toBe(1);
  const [item] = fake.messages.get().items;
  const hit = { message: item!, marks: [{ start: 3, end: 10 }] };
  searches[0]!.options.onProgress?.({ hits: [hit], searched: 100, since: Date.now() });
  await expect.poll(() => hits().length).toBe(1);
  expect(status()).toBe('Buscando…');
  searches[0]!.end({ hits: [hit], hasMore: true, cursor: '7' });
  await expect.poll(status).toBe('1 resultado · Mensajes revisados hasta: Hoy');
  panel().querySelector<HTMLElement>('.load')!.click();
  await expect.poll(() => searches[1]?.asked).toEqual({ q: 'reunión', limit: 20, cursor: '7' });
  searches[1]!.end({ hits: [], hasMore: false });
  await expect.poll(status).toBe('1 resultado');
  const { violations } = await axe.run(panel().host, { runOnly: ['wcag2a', 'wcag2aa'] });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('a search on the device stops with the next one and with the panel', async () => {
  const { fake, searches } = encrypted();
  const { panel, find, status } = await open(fake);
  await userEvent.fill(panel().querySelector('input')!, 'reu');
  await expect.poll(() => searches.length).toBe(1);
  await userEvent.fill(panel().querySelector('input')!, 'reunión');
  expect(searches[0]!.options.signal?.aborted).toBe(true);
  await expect.poll(() => searches.length).toBe(2);
  find('.panel .close, .panel [aria-label=Cerrar]')!.click();
  await expect.poll(() => searches[1]!.options.signal?.aborted).toBe(true);
  // It is repeated when the panel opens again.
  find('[aria-label=Buscar]')!.click();
  await expect.poll(() => searches.length).toBe(3);
  expect(searches[2]!.asked).toMatchObject({ q: 'reunión' });
  searches[2]!.end({ hits: [], hasMore: false });
  await expect.poll(status).toBe('Sin resultados');
});
