// Translations of messages: readers, cost, and how long they are stored.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { randomUUID } from 'node:crypto';
import { memoryStorage, type ChatServerOptions, type Session, type TranslationOptions } from '@chat/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, message, startServer } from '../chat/harness.ts';
import { startNodes } from '../nodes/nodes.ts';
import { createTranslator } from './translator.ts';

const roomId = 'r';

const startWith = async (options: ChatServerOptions = {}) => {
  const translator = createTranslator();
  const storage = memoryStorage();
  const server = await startServer({ translation: translator.options, storage, ...options });
  const as = (id: string): Session => server.chat.as({ id, name: id });
  const ana = as('ana');
  const bo = as('bo');
  for (const each of [ana, bo]) await each.call('room:join', { roomId });
  const send = async (text: string, more = {}) =>
    (await ana.call('message:send', { ...message(roomId, text), ...more })).id;
  const translate = (messageId: string, to = 'es', by = bo) =>
    by.call('message:translate', { roomId, messageId, to });
  const stored = async () => {
    const { records } = await storage.timeline.records(roomId, 'translation', { limit: 100 });
    return records.map(({ body }) => (body as { text?: string }).text);
  };
  return { ...server, ...translator, storage, as, ana, bo, send, translate, stored };
};

test('with default options no text goes anywhere', async () => {
  const opened: unknown[] = [];
  const note = (socket: unknown) => void opened.push(socket);
  subscribe('net.client.socket', note);
  onTestFinished(() => void unsubscribe('net.client.socket', note));
  const { send, translate, bo } = await startWith({ translation: undefined as never });
  const id = await send('Good morning');
  await expect(translate(id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(bo.call('language:list', {})).rejects.toMatchObject({ code: 'not_found' });
  expect(bo.limits.maxTranslationLength).toBe(0);
  expect(opened).toEqual([]);
});

test('a thousand readers of five languages cost five translations', async () => {
  const { as, ana, send, asked, translate } = await startWith();
  const id = await send('Good morning');
  const languages = ['es', 'fr', 'pt', 'de', 'ar'];
  const texts = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const reader = as(`reader-${index}`);
      return (await translate(id, languages[index % 5], reader)).text;
    }),
  );
  expect(asked.map(({ to }) => to).toSorted()).toEqual(languages.toSorted());
  expect(texts.slice(0, 5)).toEqual(languages.map((to) => `${to} Good morning`));
  // A restart of the reader's page, later.
  await translate(id, 'fr', ana);
  expect(asked).toHaveLength(5);
});

test('readers on two nodes cost one translation per language', async () => {
  const { asked, options } = createTranslator(40);
  const { nodes } = await startNodes(2, { translation: options, files: false });
  const author = nodes[0]!.chat.as({ id: 'ana', name: 'Ana' });
  await author.call('room:join', { roomId });
  const { id: messageId } = await author.call('message:send', message(roomId, 'Good morning'));
  const texts = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const reader = nodes[index % 2]!.chat.as({ id: `u${index}`, name: `U${index}` });
      const to = index % 4 < 2 ? 'es' : 'fr';
      return (await reader.call('message:translate', { roomId, messageId, to })).text;
    }),
  );
  expect(asked.map(({ to }) => to).toSorted()).toEqual(['es', 'fr']);
  expect(new Set(texts)).toEqual(new Set(['es Good morning', 'fr Good morning']));
});

test('a translation belongs to one text: an edit makes it obsolete and the next one replaces it', async () => {
  const { ana, send, translate, stored, asked } = await startWith();
  const id = await send('Good morning');
  await ana.call('reaction:add', { roomId, messageId: id, emoji: '👍' });
  expect(await translate(id)).toEqual({ text: 'es Good morning', from: 'en', to: 'es' });
  await ana.call('reaction:remove', { roomId, messageId: id, emoji: '👍' });
  await translate(id);
  expect(asked).toHaveLength(1);
  await ana.call('message:edit', { roomId, messageId: id, text: 'Good evening' });
  expect((await translate(id)).text).toBe('es Good evening');
  expect(await stored()).toEqual(['es Good evening']);
});

test('a translation is removed with its message', async () => {
  const { ana, send, translate, stored, chat } = await startWith();
  const [deleted, erased] = [await send('First'), await send('Second')];
  for (const id of [deleted, erased]) await translate(id);
  expect(await stored()).toHaveLength(2);
  await ana.call('message:delete', { roomId, messageId: deleted });
  expect(await stored()).toEqual(['es Second']);
  await expect(translate(deleted)).rejects.toMatchObject({ code: 'not_found' });
  await chat.eraseUser('ana');
  expect(await stored()).toEqual([]);
});

test('a translation is removed with its message after the retention of the room', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let clock = Date.now();
  const { ana, send, translate, stored } = await startWith({ now: () => clock });
  await ana.call('room:update', { roomId, retention: { days: 1 } });
  await translate(await send('First'));
  clock += 86_400_001;
  await translate(await send('Second'));
  expect(await stored()).toHaveLength(2);
  vi.advanceTimersByTime(30_000);
  await expect.poll(stored).toEqual(['es Second']);
});

test('a message that is deleted while it is translated leaves no translation', async () => {
  let finish = (): void => undefined;
  let begun = (): void => undefined;
  const begins = new Promise<void>((resolve) => (begun = resolve));
  const translation: TranslationOptions = {
    translate: (text) =>
      new Promise((resolve) => {
        finish = () => resolve(text.toUpperCase());
        begun();
      }),
  };
  const { ana, send, translate, stored } = await startWith({ translation });
  const id = await send('Good morning');
  const pending = translate(id).catch((error: unknown) => error);
  await begins;
  await ana.call('message:delete', { roomId, messageId: id });
  finish();
  expect(await pending).toMatchObject({ code: 'not_found' });
  expect(await stored()).toEqual([]);
});

describe('only readers of a message get its translation', () => {
  test('private messages, messages that wait, and rooms of others', async () => {
    const { ana, bo, as, send, translate, asked } = await startWith();
    const cy = as('cy');
    await cy.call('room:join', { roomId });
    const secret = await send('For Bo', { to: ['bo'] });
    expect((await translate(secret)).text).toBe('es For Bo');
    await expect(translate(secret, 'es', cy)).rejects.toMatchObject({ code: 'not_found' });
    await ana.call('room:update', { roomId, approval: 'everyone' });
    const waiting = message(roomId, 'May I?');
    await bo.call('message:send', waiting).catch(() => undefined);
    await expect(translate(waiting.id, 'es', cy)).rejects.toMatchObject({ code: 'not_found' });
    await ana.call('room:create', { roomId: 'own', type: 'private' });
    const own = await ana.call('message:send', message('own', 'Mine'));
    await expect(
      bo.call('message:translate', { roomId: 'own', messageId: own.id, to: 'es' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(asked).toHaveLength(1);
  });

  test('a member who is banned while it is translated gets none', async () => {
    let finish = (): void => undefined;
    let begun = (): void => undefined;
    const begins = new Promise<void>((resolve) => (begun = resolve));
    const translation: TranslationOptions = {
      translate: (text) =>
        new Promise((resolve) => {
          finish = () => resolve(text.toUpperCase());
          begun();
        }),
    };
    const { ana, send, translate } = await startWith({ translation });
    const id = await send('Good morning');
    const pending = translate(id).catch((error: unknown) => error);
    await begins;
    await ana.call('member:ban', { roomId, userId: 'bo' });
    finish();
    expect(await pending).toMatchObject({ code: 'forbidden', reason: 'banned' });
  });
});

test('messages without words are returned as they are, and cost nothing', async () => {
  const { send, translate, asked } = await startWith();
  const text = '👋🏽 https://example.org/x `code`';
  expect(await translate(await send(text))).toEqual({ text, to: 'es' });
  expect(asked).toEqual([]);
});

test('messages of other kinds, unfinished and long ones are refused by name', async () => {
  const { ana, chat, send, translate } = await startWith({ limits: { maxTranslationLength: 20 } });
  const poll = { roomId, id: randomUUID(), question: 'Where to?', options: ['Sea', 'Hills'] };
  await ana.call('poll:create', poll);
  await expect(translate(poll.id)).rejects.toMatchObject({ code: 'conflict', reason: 'no_text' });
  const bot = chat.as({ id: 'bot', name: 'Bot', bot: true });
  await bot.call('room:join', { roomId });
  const streams = message(roomId, 'Not yet');
  await bot.call('message:send', { ...streams, streaming: true });
  await expect(translate(streams.id)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'streaming',
  });
  await expect(translate(await send('x'.repeat(21)))).rejects.toMatchObject({ code: 'too_large' });
  await expect(translate(poll.id, 'not a language')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
});

test('a user pays by the character for new translations only', async () => {
  const { url, send, translate } = await startWith({
    limits: { translationCharactersPerMinute: 100 },
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
  });
  const [first, second] = [await send('a'.repeat(60)), await send('b'.repeat(60))];
  const cy = await connect(url, { token: 'cy' });
  await cy.call('room:join', { roomId });
  const ask = (messageId: string, to = 'es') => cy.call('message:translate', { roomId, messageId, to });
  await ask(first);
  await ask(first);
  const refused = ask(second);
  await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
  const { retryAfterMs } = (await refused.catch((error: unknown) => error)) as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(5_000);
  expect(retryAfterMs).toBeLessThan(13_000);
  // Another reader pays for it.
  await translate(second);
  expect((await ask(second)).text).toBe(`es ${'b'.repeat(60)}`);
});

test('the whole server has a limit, too', async () => {
  const { url, send } = await startWith({
    limits: { serverTranslationCharactersPerMinute: 100 },
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
  });
  const [first, second] = [await send('a'.repeat(60)), await send('b'.repeat(60))];
  const [cy, di] = [await connect(url, { token: 'cy' }), await connect(url, { token: 'di' })];
  const ask = (peer: typeof cy, messageId: string) =>
    peer.call('message:translate', { roomId, messageId, to: 'es' });
  await ask(cy, first);
  await expect(ask(di, second)).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a translator that fails is left alone for a while', async () => {
  let clock = Date.now();
  let calls = 0;
  let isBroken = true;
  const warnings: string[] = [];
  const logger = {
    debug() {},
    info() {},
    error() {},
    warn: (fields: object, text: string) => void warnings.push(text + JSON.stringify(fields)),
  };
  const { send, translate } = await startWith({
    now: () => clock,
    logger,
    files: false,
    translation: {
      translate: (text) => {
        calls += 1;
        if (isBroken) throw new Error('no');
        return text.toUpperCase();
      },
    },
  });
  const id = await send('Secret words');
  const away = { code: 'overloaded', reason: 'translator_away' };
  for (let count = 0; count < 5; count += 1) await expect(translate(id)).rejects.toMatchObject(away);
  isBroken = false;
  await expect(translate(id)).rejects.toMatchObject({ ...away, retryAfterMs: 30_000 });
  expect(calls).toBe(5);
  clock += 30_000;
  expect((await translate(id)).text).toBe('SECRET WORDS');
  expect(warnings.filter((text) => text.startsWith('the translator failed'))).toHaveLength(5);
  expect(warnings.join()).not.toContain('Secret');
});

test('a translator that does not respond is given up', async () => {
  const aborted: unknown[] = [];
  const { send, translate } = await startWith({
    limits: { translationTimeoutMs: 50 },
    translation: {
      translate: (_text, _from, _to, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => aborted.push(signal.reason))),
    },
  });
  await expect(translate(await send('Good morning'))).rejects.toMatchObject({ code: 'timeout' });
  expect(aborted).toHaveLength(1);
});

test('languages are matched with those of the translator', async () => {
  const { options, asked } = createTranslator();
  const languages = ['en', 'es', 'pt-BR', 'zh-Hant', 'zh-Hans'];
  const { bo, send, translate } = await startWith({ translation: { ...options, languages } });
  expect(await bo.call('language:list', {})).toEqual({ languages });
  const id = await send('Good morning');
  for (const to of ['es-MX', 'ES', 'pt', 'zh-TW', 'zh']) await translate(id, to);
  expect(asked.map(({ to }) => to)).toEqual(['es', 'pt-BR', 'zh-Hant', 'zh-Hans']);
  const refused = { code: 'invalid', reason: 'language_unsupported', field: 'to' };
  await expect(translate(id, 'fr')).rejects.toMatchObject(refused);
  // A text in the wanted language stays as it is.
  expect(await translate(id, 'en-GB')).toEqual({ text: 'Good morning', from: 'en', to: 'en' });
});

test('the application chooses the rooms', async () => {
  const { options } = createTranslator();
  const rooms = ({ id }: { id: string }) => id !== roomId;
  const { send, translate } = await startWith({ translation: { ...options, rooms } });
  await expect(translate(await send('Good morning'))).rejects.toMatchObject({ code: 'not_found' });
});

test('markup, links, mentions and code stay as they are', async () => {
  const { ana, translate } = await startWith({ translation: { translate: (text) => text.toUpperCase() } });
  const text =
    '> **Hello** @bo, see https://example.org/a?b=c and `npm test` 👋🏽\n- one\n\n```js\nlet a;\n```';
  const { id } = await ana.call('message:send', { ...message(roomId, text), mentions: ['bo'] });
  expect((await translate(id)).text).toBe(
    '> **HELLO** @bo, SEE https://example.org/a?b=c AND `npm test` 👋🏽\n- ONE\n\n```js\nlet a;\n```',
  );
});
