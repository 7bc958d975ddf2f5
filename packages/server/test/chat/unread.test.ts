// Marking as unread, and delivery receipts.
import { memoryStorage, type ChatStorage, type Logger } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { describe, expect, test, vi } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';
import { patient } from '../../../../test/unhurried.ts';

const idOf = ({ hello }: Peer) => hello.user.id;
const told = ({ events }: Peer, type: string) => events.filter((event) => event.type === type);
const storages: [string, () => ChatStorage][] = [
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
];

/** Ana has written five messages, the third to Bea; Bea has read them, on two devices. */
const begin = async (storage: ChatStorage = memoryStorage(), limits = {}, logger?: Logger) => {
  const { url, chat } = await startServer({ storage, limits, ...(logger && { logger }) });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const phone = await connect(url, { token: bea.hello.token ?? '' });
  for (const peer of [ana, bea, phone]) await peer.call('room:join', { roomId: 'r' });
  for (const text of ['1', '2']) await ana.call('message:send', message('r', text));
  await ana.call('message:send', { ...message('r', '3'), mentions: [idOf(bea)] });
  for (const text of ['4', '5']) await ana.call('message:send', message('r', text));
  const read = await bea.call('receipt:read', { roomId: 'r', seq: 5 });
  expect(read).toEqual({ seq: 5, turn: 0, unread: 0, unreadMentions: 0, mentionSeqs: [] });
  await phone.until(({ type }) => type === 'receipt:updated');
  const rest = (path: string, body: object, peer = bea) =>
    fetch(`${url}/chat/api/rooms/${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${peer.hello.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { url, chat, ana, bea, phone, rest };
};

describe.each(storages)('unread, in %s', (_, storage) => {
  test('goes back on all devices of the user, with exact counts, and for no other user', async () => {
    const { url, ana, bea, phone, rest } = await begin(storage());
    const back = await bea.call('receipt:unread', { roomId: 'r', seq: 3 });
    expect(back).toEqual({ seq: 2, turn: 1, unread: 3, unreadMentions: 1, mentionSeqs: [3] });
    const event = { type: 'receipt:updated', roomId: 'r', userId: idOf(bea), seq: 2, turn: 1 };
    await expect(phone.until((each) => 'turn' in each)).resolves.toEqual(event);
    await expect(bea.until((each) => 'turn' in each)).resolves.toEqual(event);
    // A page that comes later, and one that comes back.
    const tablet = await connect(url, { token: bea.hello.token ?? '' });
    const snapshot = await tablet.call('room:join', { roomId: 'r' });
    const counts = { unread: 3, unreadMentions: 1, mentionSeqs: [3] };
    expect(snapshot).toMatchObject({ readSeq: 2, readTurn: 1, ...counts });
    const { rooms } = await tablet.call('room:list', {});
    expect(rooms[0]).toMatchObject({ unread: 3, unreadMentions: 1 });
    // Others saw it read, and go on seeing so.
    const list = await ana.call('receipt:list', { roomId: 'r' });
    expect(list.receipts.find(({ userId }) => userId === idOf(bea))).toMatchObject({ seq: 5 });
    expect(told(ana, 'receipt:updated')).toHaveLength(1);
    // An older read marker that arrives late does not undo it.
    const late = await phone.call('receipt:read', { roomId: 'r', seq: 5, turn: 0 });
    expect(late).toEqual(back);
    // Reading on to where one was is one's own business; reading further is not.
    expect(await phone.call('receipt:read', { roomId: 'r', seq: 4, turn: 1 })).toMatchObject({
      seq: 4,
      unread: 1,
    });
    await ana.call('message:send', message('r', '6'));
    const all = await rest('r/read', { seq: 6 });
    expect([all.status, await all.json()]).toEqual([
      200,
      { seq: 6, turn: 1, unread: 0, unreadMentions: 0, mentionSeqs: [] },
    ]);
    await ana.until((each) => each.type === 'receipt:updated' && each.seq === 6);
    expect(told(ana, 'receipt:updated').map((each) => 'seq' in each && each.seq)).toEqual([5, 6]);
  });

  test('starts at the newest message of others by default, by REST too', async () => {
    const { ana, bea, rest } = await begin(storage());
    await bea.call('message:send', message('r', 'mine'));
    await bea.call('receipt:read', { roomId: 'r', seq: 6 });
    const answer = await rest('r/unread', {});
    const state = { seq: 4, turn: 1, unread: 1, unreadMentions: 0, mentionSeqs: [] };
    expect([answer.status, await answer.json()]).toEqual([200, state]);
    // Again, it is where it was.
    expect(await bea.call('receipt:unread', { roomId: 'r' })).toEqual({ ...state, turn: 2 });
    expect(await bea.call('receipt:unread', { roomId: 'r', seq: 6 })).toEqual({ ...state, turn: 3 });
    expect(await bea.call('receipt:unread', { roomId: 'r', seq: 0 })).toMatchObject({ seq: 0, unread: 5 });
    const late = await ana.call('receipt:unread', { roomId: 'r' });
    expect(late).toMatchObject({ seq: 0, turn: 1, unread: 1 });
  });

  test('batches delivery receipts, and lists them for later members', async () => {
    // One window for all of it, however slow the machine.
    const { url, ana, bea, phone, rest } = await begin(storage(), { presenceWindowMs: 2_000 });
    await ana.call('message:send', message('r', '6'));
    await ana.call('message:send', message('r', '7'));
    expect(await bea.call('receipt:delivered', { roomId: 'r', seq: 6 })).toEqual({ seq: 6 });
    // From any of the user's devices, and never beyond the last message.
    expect(await phone.call('receipt:delivered', { roomId: 'r', seq: 99 })).toEqual({ seq: 7 });
    expect(await bea.call('receipt:delivered', { roomId: 'r', seq: 3 })).toEqual({ seq: 7 });
    await ana.until(({ type }) => type === 'receipt:delivered');
    const receipts = [{ userId: idOf(bea), delivered: 7 }];
    expect(told(ana, 'receipt:delivered')).toEqual([{ type: 'receipt:delivered', roomId: 'r', receipts }]);
    const late = await connect(url, { name: 'Cai' });
    await late.call('room:join', { roomId: 'r' });
    const listed = async () => (await late.call('receipt:list', { roomId: 'r' })).receipts;
    const ofBea = (list: Awaited<ReturnType<typeof listed>>) =>
      list.find(({ userId }) => userId === idOf(bea));
    expect(ofBea(await listed())).toMatchObject({ seq: 5, delivered: 7 });
    expect(await (await rest('r/read', { seq: 7 })).json()).toMatchObject({ seq: 7 });
    expect(ofBea(await listed())).not.toHaveProperty('delivered');
    expect(ofBea(await listed())?.at).toBeGreaterThan(Date.now() - 60_000);
    const again = await rest('r/delivered', { seq: 7 });
    expect([again.status, await again.json()]).toEqual([200, { seq: 7 }]);
  });
});

test('delivery receipts survive a restart', async () => {
  const storage = memoryStorage();
  const { ana, bea, chat } = await begin({ ...storage, close: async () => undefined });
  await ana.call('message:send', message('r', '6'));
  await bea.call('receipt:delivered', { roomId: 'r', seq: 6 });
  await chat.close();
  const { readMarkers: marks } = await storage.timeline.readMarkers('r', { limit: 10 });
  expect(marks.find(({ userId }) => userId === idOf(bea))).toMatchObject({ seenSeq: 5, deliveredSeq: 6 });
});

test(
  'delivery receipts are written once the store works again; failure and recovery are logged once',
  { timeout: 60_000 },
  async () => {
    const storage = memoryStorage();
    let toRefuse = 2;
    const delivered: typeof storage.timeline.markDelivered = async (...given) => {
      if (toRefuse-- > 0) throw new Error('the disk failed');
      return storage.timeline.markDelivered(...given);
    };
    const said: [string, string][] = [];
    const say = (level: string) => (_: object, text: string) => void said.push([level, text]);
    const logger = { debug: () => {}, info: say('info'), warn: say('warn'), error: say('error') };
    const { ana, bea } = await begin(
      { ...storage, timeline: { ...storage.timeline, markDelivered: delivered } },
      {},
      logger,
    );
    const kept = async () => (await storage.timeline.readMarkers('r', { limit: 10 })).readMarkers;
    const come = async (seq: number): Promise<void> => {
      await ana.call('message:send', message('r', String(seq)));
      await bea.call('receipt:delivered', { roomId: 'r', seq });
      const isOfBea = ({ userId }: { userId: string }) => userId === idOf(bea);
      const mark = { deliveredSeq: seq };
      await vi.waitFor(async () => expect((await kept()).find(isOfBea)).toMatchObject(mark), patient);
    };
    const once: [string, string][] = [
      ['warn', 'delivery receipts could not be written'],
      ['info', 'delivery receipts can be written again'],
    ];
    await come(6);
    await vi.waitFor(() => expect(said).toEqual(once), patient);
    await come(7);
    toRefuse = 2;
    await come(8);
    await vi.waitFor(() => expect(said).toEqual([...once, ...once]), patient);
  },
);

test('a large room has no delivery receipts', async () => {
  const { ana, bea } = await begin(memoryStorage(), { receiptOccupancy: 1 });
  await ana.call('message:send', message('r', '6'));
  expect(await bea.call('receipt:delivered', { roomId: 'r', seq: 6 })).toEqual({ seq: 5 });
  const { receipts } = await ana.call('receipt:list', { roomId: 'r' });
  expect(receipts.filter(({ delivered }) => delivered !== undefined)).toEqual([]);
  // One's own pages hear of what one marks, however large the room.
  await bea.call('receipt:unread', { roomId: 'r', seq: 3 });
  await bea.until((event) => 'turn' in event);
  expect(told(ana, 'receipt:delivered')).toEqual([]);
});

test('users outside the room cannot mark, and invalid input is refused, by socket and by REST', async () => {
  const { url, chat, rest } = await begin();
  const owner = chat.as({ id: 'owner', name: 'Owner' });
  await owner.call('room:create', { roomId: 'secreta', type: 'private' });
  const eve = await connect(url, { name: 'Eve' });
  for (const roomId of ['secreta', 'none'])
    for (const name of ['receipt:unread', 'receipt:delivered'] as const) {
      const unknown = { code: 'not_found', message: 'no such room' };
      await expect(eve.call(name, { roomId, seq: 1 })).rejects.toMatchObject(unknown);
      const answer = await rest(`${roomId}/${name.slice(8)}`, { seq: 1 }, eve);
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: unknown }]);
    }
  for (const seq of [-1, 1.5, 'x'] as number[]) {
    await expect(eve.call('receipt:unread', { roomId: 'r', seq })).rejects.toMatchObject({
      code: 'invalid',
      field: 'seq',
    });
    expect((await rest('r/unread', { seq }, eve)).status).toBe(400);
  }
  const stranger = await fetch(`${url}/chat/api/rooms/r/unread`, { method: 'PUT' });
  expect(stranger.status).toBe(401);
});
