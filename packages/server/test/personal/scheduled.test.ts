import { randomUUID } from 'node:crypto';
import type { ScheduledMessage } from '@chat/protocol';
import { ChatError, memoryStorage, wordFilter, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startNodes } from '../nodes/nodes.ts';
import { storages } from '../chat/data-rights-harness.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-12-01T12:00:00Z');

/** A clock, and rounds of the server that are run by hand. */
const startClock = () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = { at: noon };
  return {
    now: () => clock.at,
    to: (at: number): void => {
      clock.at = at;
      vi.advanceTimersByTime(5_000);
    },
  };
};

const begin = async (storage: ChatStorage = memoryStorage(), options: ChatServerOptions = {}) => {
  const clock = startClock();
  const all = { storage, now: clock.now, ...options };
  const { url, chat, stop } = await startServer(all);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  return { url, chat, stop, ana, bea, clock, all };
};

const later = (text: string, sendAt: number, more: object = {}) => ({
  ...message('r', text),
  sendAt,
  ...more,
});
const target = ({ roomId, id: messageId }: { roomId: string; id: string }) => ({ roomId, messageId });
const textsIn = async (peer: Peer, roomId = 'r'): Promise<string[]> =>
  (await peer.call('message:list', { roomId })).messages.map(({ text }) => text);
const listOf = async (peer: Peer): Promise<ScheduledMessage[]> =>
  (await peer.call('message:scheduled', { roomId: 'r' })).scheduled;
const shown = (peer: Peer, texts: string[]) =>
  vi.waitFor(async () => expect(await textsIn(peer)).toEqual(texts), patient);
/** Waits for the event that says why a message was not sent. */
const failure = async (peer: Peer, { id }: ScheduledMessage): Promise<ScheduledMessage['failed']> => {
  const event = await peer.until(
    (each) => each.type === 'scheduled:changed' && each.messageId === id && !!each.scheduled?.failed,
  );
  return event.type === 'scheduled:changed' ? event.scheduled?.failed : undefined;
};

describe.each(storages)('%s: a scheduled message', (_, make) => {
  test('is sent at its time as its author, once, and seen by nobody else before', async () => {
    const { url, ana, bea, clock } = await begin(make());
    const phone = await connect(url, { token: ana.hello.token! });
    const first = await bea.call('message:send', message('r', 'hola'));
    const given = later('buenos días', noon + hour, { replyTo: first.id, mentions: [bea.hello.user.id] });
    const made = await ana.call('message:schedule', given);
    expect(made).toMatchObject({ ...given, createdAt: noon });
    expect(await ana.call('message:schedule', given)).toEqual(made);
    expect(await listOf(ana)).toEqual([made]);
    expect(await listOf(bea)).toEqual([]);
    const told = { type: 'scheduled:changed', roomId: 'r', messageId: made.id };
    expect(await phone.until(({ type }) => type === 'scheduled:changed')).toEqual({
      ...told,
      scheduled: made,
    });
    clock.to(noon + hour - 1);
    await expect(textsIn(bea)).resolves.toEqual(['hola']);
    clock.to(noon + hour);
    await shown(bea, ['hola', 'buenos días']);
    const { messages } = await bea.call('message:list', { roomId: 'r' });
    expect(messages[1]).toMatchObject({
      id: made.id,
      author: { id: ana.hello.user.id, name: 'Ana' },
      replyTo: first.id,
      mentions: [bea.hello.user.id],
      createdAt: noon + hour,
    });
    await phone.until((event) => event.type === 'scheduled:changed' && event.scheduled === null);
    expect(await listOf(ana)).toEqual([]);
    expect(bea.events.some(({ type }) => type === 'scheduled:changed')).toBe(false);
    clock.to(noon + 2 * hour);
    await shown(bea, ['hola', 'buenos días']);
    await expect(ana.call('message:schedule', given)).rejects.toMatchObject({ reason: 'already_sent' });
    await expect(ana.call('message:cancelScheduled', target(made))).rejects.toMatchObject({
      reason: 'already_sent',
    });
  });

  test('can be changed, moved, sent now and cancelled', async () => {
    const { ana, bea, clock } = await begin(make());
    const [one, two, three] = await Promise.all(
      ['uno', 'dos', 'tres'].map((text) => ana.call('message:schedule', later(text, noon + hour))),
    );
    const edited = await ana.call('message:editScheduled', {
      ...target(one!),
      text: 'UNO',
      sendAt: noon + 3 * hour,
    });
    expect(edited).toEqual({ ...one, text: 'UNO', sendAt: noon + 3 * hour });
    await ana.call('message:cancelScheduled', target(two!));
    await ana.call('message:editScheduled', { ...target(three!), sendAt: noon });
    await shown(bea, ['tres']);
    clock.to(noon + 2 * hour);
    await shown(bea, ['tres']);
    clock.to(noon + 3 * hour);
    await shown(bea, ['tres', 'UNO']);
    await expect(bea.call('message:cancelScheduled', target(two!))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is sent once although the server restarts, and at once if it was due meanwhile', async () => {
    const { stop, ana, clock, all } = await begin(make());
    for (const hours of [1, 2])
      await ana.call('message:schedule', later(`a las ${hours}`, noon + hours * hour));
    clock.to(noon + hour);
    await shown(ana, ['a las 1']);
    await stop();
    clock.to(noon + 5 * hour);
    const again = await startServer(all);
    const back = await connect(again.url, { token: ana.hello.token! });
    await shown(back, ['a las 1', 'a las 2']);
    clock.to(noon + 6 * hour);
    await shown(back, ['a las 1', 'a las 2']);
    expect(await listOf(back)).toEqual([]);
  });

  test('is sent once although the clock steps forward and back', async () => {
    const { ana, clock } = await begin(make());
    await ana.call('message:schedule', later('en una hora', noon + hour));
    await ana.call('message:schedule', later('en diez horas', noon + 10 * hour));
    clock.to(noon + 5 * hour);
    await shown(ana, ['en una hora']);
    clock.to(noon - 5 * hour);
    clock.to(noon + hour);
    await shown(ana, ['en una hora']);
    expect(await listOf(ana)).toHaveLength(1);
    clock.to(noon + 10 * hour);
    await shown(ana, ['en una hora', 'en diez horas']);
  });

  test('is erased with its author, and part of their data', async () => {
    const { chat, ana, bea, clock } = await begin(make());
    await ana.call('message:schedule', later('un secreto', noon + hour));
    const data = await new Response(chat.exportUser(ana.hello.user.id) as never).text();
    expect(data).toContain('un secreto');
    await chat.eraseUser(ana.hello.user.id);
    expect(await new Response(chat.exportUser(ana.hello.user.id) as never).text()).not.toContain(
      'un secreto',
    );
    clock.to(noon + hour);
    await bea.call('message:send', message('r', 'fin'));
    expect(await textsIn(bea)).toEqual(['fin']);
  });
});

describe('the rights of its author count when it is sent', () => {
  test.each([
    ['muted', 'member:mute', { until: noon + 9 * hour }, { code: 'forbidden', reason: 'muted' }],
    ['banned', 'member:ban', {}, { code: 'forbidden', reason: 'banned' }],
    ['removed', 'member:remove', {}, { code: 'not_found' }],
  ] as const)('%s', async (_, command, more, expected) => {
    const { ana, bea, clock } = await begin();
    const roomId = 'cita';
    const userId = bea.hello.user.id;
    const type = command === 'member:remove' ? 'private' : 'public';
    await ana.call('room:create', { roomId, type });
    if (type === 'private') await ana.call('member:add', { roomId, userId });
    if (type === 'private') await bea.call('member:accept', { roomId });
    else await bea.call('room:join', { roomId });
    const made = await bea.call('message:schedule', { ...later('hola', noon + hour), roomId });
    await ana.call(command, { roomId, userId, ...more });
    clock.to(noon + hour);
    expect(await failure(bea, made)).toEqual({ ...expected, at: noon + hour });
    expect(await textsIn(ana, roomId)).toEqual([]);
    // Its author finds it in the list and can remove it, even without access to the room.
    const { scheduled } = await bea.call('message:scheduled', { roomId });
    expect(scheduled).toEqual([{ ...made, failed: { ...expected, at: noon + hour } }]);
    await bea.call('message:cancelScheduled', target(made));
    await vi.waitFor(async () => {
      const rest = bea.call('message:scheduled', { roomId }).catch((error: ChatError) => error.code);
      expect([{ scheduled: [], hasMore: false }, 'not_found', 'forbidden']).toContainEqual(await rest);
    });
  });

  test('in a room that has ended, it is not sent; another time gives it another chance', async () => {
    const { ana, bea, clock } = await begin();
    await ana.call('room:update', { roomId: 'r', frozen: true });
    await expect(bea.call('message:schedule', later('no', noon + hour))).rejects.toMatchObject({
      reason: 'frozen',
    });
    await ana.call('room:update', { roomId: 'r', frozen: false });
    const made = await bea.call('message:schedule', later('luego', noon + hour));
    await ana.call('room:update', { roomId: 'r', frozen: true });
    clock.to(noon + hour);
    expect(await failure(bea, made)).toMatchObject({ code: 'forbidden', reason: 'frozen' });
    clock.to(noon + 2 * hour);
    await ana.call('room:update', { roomId: 'r', frozen: false });
    await bea.call('message:editScheduled', { ...target(made), sendAt: noon });
    await shown(ana, ['luego']);
    const last = await bea.call('message:schedule', later('tarde', noon + 3 * hour));
    await ana.call('room:end', { roomId: 'r' });
    clock.to(noon + 3 * hour);
    expect(await failure(bea, last)).toMatchObject({ code: 'conflict', reason: 'room_ended' });
  });

  test('in slow mode it waits for its turn', async () => {
    const { ana, bea, clock } = await begin();
    await ana.call('room:update', { roomId: 'r', slowModeSeconds: 60 });
    for (const text of ['uno', 'dos']) await bea.call('message:schedule', later(text, noon + hour));
    clock.to(noon + hour);
    await vi.waitFor(async () => expect(await textsIn(ana)).toHaveLength(1), patient);
    await vi.waitFor(async () => {
      clock.to(noon + hour + 61_000);
      expect((await textsIn(ana)).sort()).toEqual(['dos', 'uno']);
    }, patient);
    expect(await listOf(bea)).toEqual([]);
  });
});

test('hooks of sending run when it is sent, and the word filter when it is scheduled', async () => {
  const hooks = [
    wordFilter({ words: ['feo'], action: 'mask' }),
    {
      'before:message:send': (_: unknown, { text }: { text: string }) => {
        if (text === 'no') throw new ChatError('forbidden', 'not this', { reason: 'house_rule' });
      },
    },
  ];
  const seen: string[] = [];
  const after = { 'after:message:send': (_: unknown, { text }: { text: string }) => void seen.push(text) };
  const { ana, clock } = await begin(memoryStorage(), { hooks: [...hooks, after] });
  expect(await ana.call('message:schedule', later('qué feo', noon + hour))).toMatchObject({
    text: 'qué •••',
  });
  const no = await ana.call('message:schedule', later('no', noon + hour));
  clock.to(noon + hour);
  expect(await failure(ana, no)).toMatchObject({ code: 'forbidden', reason: 'house_rule' });
  await shown(ana, ['qué •••']);
  expect(seen).toEqual(['qué •••']);
});

test('one of several nodes sends it, and its author hears of it on another', async () => {
  const clock = startClock();
  const { nodes } = await startNodes(2, { now: clock.now });
  const [ana, bea] = await Promise.all(nodes.map(({ url }, at) => connect(url, { name: `Person ${at}` })));
  for (const peer of [ana!, bea!]) await peer.call('room:join', { roomId: 'r' });
  const phone = await connect(nodes[1]!.url, { token: ana!.hello.token! });
  const texts = Array.from({ length: 20 }, (_, at) => `mensaje ${at + 10}`);
  for (const text of texts) await ana!.call('message:schedule', later(text, noon + hour));
  await phone.until((event) => event.type === 'scheduled:changed' && event.scheduled?.text === texts[19]);
  clock.to(noon + hour);
  await vi.waitFor(async () => expect((await textsIn(bea!)).sort()).toEqual(texts), patient);
  await vi.waitFor(
    () =>
      expect(
        new Set(
          phone.events.flatMap((event) =>
            event.type === 'scheduled:changed' && event.scheduled === null ? [event.messageId] : [],
          ),
        ).size,
      ).toBe(20),
    patient,
  );
  clock.to(noon + 2 * hour);
  // Her node may not have heard yet of the last ones.
  await vi.waitFor(async () => expect((await textsIn(ana!)).sort()).toEqual(texts), patient);
});

test('what is invalid, too much or too far ahead is refused', async () => {
  const { ana, bea } = await begin(memoryStorage(), {
    limits: { maxScheduled: 2, maxScheduleMs: 24 * hour },
  });
  const given = later('uno', noon + hour);
  await ana.call('message:schedule', given);
  const refused = (peer: Peer, more: object) => peer.call('message:schedule', { ...given, ...more });
  await expect(refused(ana, { text: 'otro' })).rejects.toMatchObject({ reason: 'id_reused' });
  await expect(refused(ana, { id: randomUUID(), sendAt: noon + 25 * hour })).rejects.toMatchObject({
    code: 'too_large',
    field: 'sendAt',
  });
  await expect(refused(ana, { id: randomUUID(), text: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(refused(ana, { id: randomUUID(), attachments: [] })).rejects.toMatchObject({
    code: 'invalid',
  });
  await refused(ana, { id: randomUUID() });
  await expect(refused(ana, { id: randomUUID() })).rejects.toMatchObject({ reason: 'too_many_scheduled' });
  await refused(bea, { id: randomUUID() });
  await ana.call('room:create', { roomId: 'breve', retention: 'ephemeral' });
  await expect(refused(ana, { roomId: 'breve' })).rejects.toMatchObject({ reason: 'ephemeral_room' });
  const pages = await ana.call('message:scheduled', { roomId: 'r', limit: 1 });
  expect(pages).toMatchObject({ scheduled: [{}], hasMore: true });
  const after = pages.scheduled[0]!.id;
  expect(await ana.call('message:scheduled', { roomId: 'r', after })).toMatchObject({
    scheduled: [{}],
    hasMore: false,
  });
});
