import type { Call, Draft } from '@chat/protocol';
import { ChatError } from '@chat/client';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { drafts } from '../src/features/personal/drafts.ts';
import { eventually, withServer } from './with-server.ts';

test('a draft is the same on all pages, and ends with its message', async () => {
  const rig = await withServer({ authenticate: ({ name = '' }) => ({ id: name, name }) });
  onTestFinished(rig.close);
  const [client, page] = [rig.client({ name: 'Ana' }), rig.client({ name: 'Ana' })];
  const room = client.room('r');
  await Promise.all([room.join(), page.connect()]);
  const shown = (from: typeof client) => from.drafts.get().items.map(({ text, version }) => [text, version]);
  expect(client.drafts.get()).toEqual({ items: [], loaded: false });
  await Promise.all([client.drafts.load(), page.drafts.load()]);
  await client.drafts.set('r', 'hol');
  await client.drafts.set('r', 'hola');
  expect(client.drafts.get().items).toEqual([{ roomId: 'r', text: 'hola', version: 0, pending: true }]);
  await client.drafts.flush();
  await eventually(() => expect([shown(client), shown(page)]).toEqual([[['hola', 1]], [['hola', 1]]]));
  await page.drafts.set('r', 'hola a todos');
  await page.drafts.flush();
  await eventually(() => expect(shown(client)).toEqual([['hola a todos', 2]]));
  const sending = room.messages.send({ text: 'hola a todos', draft: 2 });
  expect(shown(client)).toEqual([]);
  await sending;
  await eventually(() => expect(shown(page)).toEqual([]));
  const fresh = rig.client({ name: 'Ana' });
  await fresh.drafts.load();
  expect(fresh.drafts.get()).toEqual({ items: [], loaded: true });
  await fresh.drafts.set('r', 'otra vez');
  await fresh.drafts.flush();
  await eventually(() =>
    expect([shown(client), shown(page)]).toEqual([[['otra vez', 4]], [['otra vez', 4]]]),
  );
});

describe('with a slow server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  interface Sent {
    input: { text?: string };
    resolve(value: unknown): void;
    reject(error: unknown): void;
  }
  const setUp = () => {
    const sent: Sent[] = [];
    const call = ((_: string, input: Sent['input']) =>
      new Promise((resolve, reject) => sent.push({ input, resolve, reject }))) as Call;
    const feature = drafts(call, () => {});
    const shown = () => feature.api.get().items[0];
    const remote = (text: string, version: number): void =>
      feature.receive({
        type: 'draft:changed',
        roomId: 'r',
        draft: { roomId: 'r', text, version, changedAt: 1 } satisfies Draft,
      });
    const pause = () => vi.advanceTimersByTimeAsync(1_000);
    const reply = async (at: number, version: number) => {
      sent[at]!.resolve({ version });
      await vi.advanceTimersByTimeAsync(0);
    };
    return { feature, set: (text: string) => feature.api.set('r', text), sent, shown, remote, pause, reply };
  };

  test('after the store was restored, its earlier version counts', async () => {
    const { feature, set, sent, shown, remote, pause, reply } = setUp();
    const loading = feature.api.load();
    sent[0]!.resolve({ drafts: [] });
    await loading;
    remote('hola', 7);
    feature.online();
    sent[1]!.resolve({ drafts: [{ roomId: 'r', text: 'ho', version: 3, changedAt: 1 }] });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toMatchObject({ text: 'ho', version: 3 });
    // The list does not have this one any more, which was discarded.
    remote('hola', 9);
    await set('hola a todos');
    await pause();
    await reply(2, 4);
    expect(shown()).toMatchObject({ text: 'hola a todos', version: 4 });
    remote('hasta luego', 5);
    expect(shown()).toMatchObject({ text: 'hasta luego', version: 5 });
  });

  test('keystrokes share a command, and the next waits for it', async () => {
    const { set, sent, shown, pause, reply } = setUp();
    await set('h');
    await vi.advanceTimersByTimeAsync(900);
    await set('ho');
    await vi.advanceTimersByTimeAsync(900);
    expect(sent).toEqual([]);
    await pause();
    await set('hola');
    await pause();
    expect(sent.map(({ input }) => input.text)).toEqual(['ho']);
    expect(shown()).toEqual({ roomId: 'r', text: 'hola', version: 1, pending: true });
    await reply(0, 1);
    await pause();
    expect(sent.map(({ input }) => input.text)).toEqual(['ho', 'hola']);
    await reply(1, 2);
    expect(shown()).toEqual({ roomId: 'r', text: 'hola', version: 2 });
  });

  test('older events and replies change nothing; a newer one waits while the user types', async () => {
    const { set, sent, shown, remote, pause, reply } = setUp();
    remote('uno', 3);
    remote('viejo', 2);
    expect(shown()).toEqual({ roomId: 'r', text: 'uno', version: 3 });
    await set('uno y');
    remote('otro', 4);
    expect(shown()?.text).toBe('uno y');
    await pause();
    remote('último', 6);
    await reply(0, 5);
    expect(shown()).toEqual({ roomId: 'r', text: 'último', version: 6 });
    expect(sent).toHaveLength(1);
  });

  test('a message takes the draft that is on its way', async () => {
    const { feature, set, sent, shown, remote, pause, reply } = setUp();
    await set('hola');
    await pause();
    expect(shown()?.version).toBe(1);
    feature.onSend('r', undefined, 1);
    expect(shown()).toBeUndefined();
    remote('hola', 1);
    await reply(0, 1);
    await pause();
    expect(shown()).toBeUndefined();
    expect(sent).toHaveLength(1);
    remote('', 2);
    remote('nuevo', 3);
    expect(shown()?.text).toBe('nuevo');
  });

  test('a draft that never reached the server hides no later one', async () => {
    const { feature, set, sent, shown, remote, pause } = setUp();
    await set('hola');
    await pause();
    feature.onSend('r', undefined, shown()!.version);
    sent[0]!.reject(new ChatError('disconnected', 'no connection'));
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toBeUndefined();
    remote('desde el teléfono', 1);
    expect(shown()).toMatchObject({ text: 'desde el teléfono', version: 1 });

    const again = setUp();
    await again.set('hola');
    await again.pause();
    again.feature.onSend('r', undefined, again.shown()!.version);
    again.sent[0]!.reject(new ChatError('disconnected', 'no connection'));
    await vi.advanceTimersByTimeAsync(0);
    await again.set('hola');
    await again.pause();
    await again.reply(1, 1);
    expect(again.shown()).toEqual({ roomId: 'r', text: 'hola', version: 1 });
  });

  test('a draft that the message cannot have taken is discarded after it', async () => {
    const { feature, set, sent, shown, pause, reply } = setUp();
    await set('hola');
    await pause();
    feature.onSend('r', undefined, 1);
    await reply(0, 2); // another device was faster
    await pause();
    expect(sent.map(({ input }) => input.text)).toEqual(['hola', '']);
    await reply(1, 3);
    expect(shown()).toBeUndefined();
  });

  test('what could not be stored stays, and is tried again', async () => {
    const { feature, set, sent, shown, pause } = setUp();
    await set('hola');
    await pause();
    sent[0]!.reject(new ChatError('overloaded', 'busy'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(2);
    sent[1]!.reject(new ChatError('conflict', 'too many'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(2);
    expect(shown()).toEqual({ roomId: 'r', text: 'hola', version: 0, pending: true });
    feature.online();
    expect(sent).toHaveLength(3);
    feature.forget();
    expect(shown()).toBeUndefined();
  });

  test('a list that is older than an event is read again', async () => {
    const { feature, sent, shown, remote } = setUp();
    remote('antes', 1);
    const loading = feature.api.load();
    remote('después', 2);
    sent[0]!.resolve({ drafts: [] });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()?.text).toBe('después');
    sent[1]!.resolve({ drafts: [] });
    await loading;
    expect(feature.api.get()).toEqual({ items: [], loaded: true });
  });
});
