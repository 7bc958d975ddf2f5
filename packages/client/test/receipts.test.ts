// Read markers and delivery receipts, through the public client, with a real server.
import { memoryStorage, type ChatStorage, type Context, type Hooks } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import type { ChatClient, ChatRoom } from '@chat/client';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
afterEach(() => rig.close());

/** The storage, which outlives the server: the same in every test. */
const lasting = (storage: ChatStorage): ChatStorage => ({ ...storage, close: async () => undefined });

const enter = async (client: ChatClient, roomId = 'r'): Promise<{ client: ChatClient; room: ChatRoom }> => {
  const room = client.room(roomId);
  await room.join();
  return { client, room };
};

/** Ana writes; Ben reads on a laptop and a phone. */
const people = async (storage: ChatStorage = memoryStorage(), limits = {}, hooks: Hooks = {}) => {
  rig = await withServer({
    storage: lasting(storage),
    limits,
    hooks,
    authenticate: ({ token }) => (token ? { id: token, name: token } : null),
  });
  const as = (token: string) => enter(rig.client({ token, storage: false }));
  return { as, ana: await as('ana'), ben: await as('ben'), phone: await as('ben') };
};

const say = async (room: ChatRoom, ...texts: string[]) => {
  for (const text of texts) await room.messages.send({ text });
};

const state = ({ room }: { room: ChatRoom }) => room.receipts.get();
const marks = (page: { room: ChatRoom }, how: 'seq' | 'delivered') =>
  Object.fromEntries(Object.entries(state(page).others).map(([userId, mark]) => [userId, mark[how]]));
const read = (page: { room: ChatRoom }) => marks(page, 'seq');
const delivered = (page: { room: ChatRoom }) => marks(page, 'delivered');
const count = ({ room }: { room: ChatRoom }) => {
  const { readSeq, turn, unread, mentionSeqs } = state({ room });
  return { readSeq, turn, unread, mentionSeqs };
};

describe.each<[string, () => ChatStorage]>([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
])('marking as unread, in %s', (_, storage) => {
  test('shows on all pages of the user, in their room lists, after a reconnect and on a new page', async () => {
    const { as, ana, ben, phone } = await people(storage());
    await phone.client.rooms.load();
    await say(ana.room, '1', '2');
    await ana.room.messages.send({ text: '3', mentions: ['ben'] });
    await say(ana.room, '4');
    await eventually(() => expect(state(ben).unread).toBe(4));
    ben.room.receipts.read();
    await eventually(() => expect(state(phone).unread).toBe(0));
    await eventually(() => expect(read(ana)).toEqual({ ben: 4 }));

    await ben.room.receipts.unread(3);
    const back = { readSeq: 2, turn: 1, unread: 2, mentionSeqs: [3] };
    for (const page of [ben, phone]) await eventually(() => expect(count(page)).toEqual(back));
    expect(phone.client.rooms.get().items[0]).toMatchObject({ unread: 2, unreadMentions: 1 });
    expect(count(await as('ben'))).toEqual(back);
    // Nobody else's business.
    expect(read(ana)).toEqual({ ben: 4 });
    expect(read(await as('cai'))).toEqual({});

    // One page is away while another goes on reading, and marks again.
    await rig.stop();
    await rig.start();
    for (const page of [ana, ben, phone])
      await eventually(() => expect(page.room.state.get().status).toBe('joined'));
    for (const page of [ben, phone]) expect(count(page)).toEqual(back);
    await say(ana.room, '5');
    await eventually(() => expect(state(phone).unread).toBe(3));
    phone.room.receipts.read(5);
    await eventually(() => expect(count(ben)).toEqual({ readSeq: 5, turn: 1, unread: 0, mentionSeqs: [] }));
    await phone.room.receipts.unread();
    for (const page of [ben, phone])
      await eventually(() =>
        expect(count(page)).toEqual({ readSeq: 4, turn: 2, unread: 1, mentionSeqs: [] }),
      );
    await eventually(() => expect(read(ana)).toEqual({ ben: 5 }));
  });

  test('counts messages beyond those that a page has loaded', async () => {
    const { ana, ben, phone } = await people(storage(), { sendsPerSecond: 1_000, sendBurst: 1_000 });
    await Promise.all(Array.from({ length: 130 }, (_unused, n) => ana.room.messages.send({ text: `${n}` })));
    await eventually(() => expect(state(ben).unread).toBe(130));
    ben.room.receipts.read();
    await eventually(() => expect(state(phone).unread).toBe(0));
    const late = await enter(rig.client({ token: 'ben', storage: false }));
    expect(late.room.messages.get().items).toHaveLength(50);
    await ben.room.receipts.unread(11);
    for (const page of [ben, phone, late]) await eventually(() => expect(state(page).unread).toBe(120));
    await say(ana.room, 'more');
    for (const page of [ben, phone, late]) await eventually(() => expect(state(page).unread).toBe(121));
  });
});

test('an unreported read marker does not undo the mark of another page', async () => {
  const { ana, ben, phone } = await people();
  await say(ana.room, '1', '2', '3');
  await eventually(() => expect(state(ben).unread).toBe(3));
  ben.room.receipts.read(); // sent a little later
  await phone.room.receipts.unread(2);
  for (const page of [ben, phone]) await eventually(() => expect(state(page).turn).toBe(1));
  await ben.room.leave(); // says what waits
  await ben.room.join();
  expect(state(ben)).toMatchObject({ turn: 1, readSeq: state(phone).readSeq });
  expect(state(phone).unread).toBeGreaterThanOrEqual(2);
});

test('a room that the page has not joined can be marked from the room list', async () => {
  const { ana, ben, phone } = await people();
  await say(ana.room, '1');
  await eventually(() => expect(state(ben).unread).toBe(1));
  ben.room.receipts.read();
  await phone.room.leave();
  await phone.client.rooms.load();
  await eventually(() => expect(phone.client.rooms.get().items[0]?.unread).toBe(0));
  await phone.client.call('receipt:unread', { roomId: 'r' });
  await eventually(() => expect(phone.client.rooms.get().items[0]?.unread).toBe(1));
  await eventually(() => expect(state(ben).unread).toBe(1));
});

describe('a delivery receipt', () => {
  test('precedes the read marker, and a page that joins later loads both with the time of reading', async () => {
    const { as, ana, ben, phone } = await people();
    await say(ana.room, '1', '2');
    await eventually(() => expect(delivered(ana)).toEqual({ ben: 2 }));
    expect(read(ana)).toEqual({ ben: 0 });
    const later = await as('ana');
    await later.room.receipts.load();
    expect(state(later).others).toEqual({ ben: { seq: 0, delivered: 2 } });
    const before = Date.now();
    phone.room.receipts.read(1);
    await eventually(() => expect(state(later).others['ben']).toMatchObject({ seq: 1, delivered: 2 }));
    expect(state(later).others['ben']?.at).toBeGreaterThanOrEqual(before - 1_000);
    const last = await as('ana');
    await last.room.receipts.load();
    expect(state(last).others).toEqual(state(later).others);
    expect(delivered(ben)).toEqual({});
  });

  test('is sent when a device reconnects, and survives a server restart', async () => {
    const { as, ana, ben, phone } = await people();
    await ben.client.close();
    await phone.client.close();
    await say(ana.room, '1');
    const cai = await as('cai');
    await say(ana.room, '2');
    await eventually(() => expect(delivered(ana)).toEqual({ cai: 2 }));
    await as('ben');
    await eventually(() => expect(delivered(ana)).toEqual({ ben: 2, cai: 2 }));
    await rig.stop();
    await rig.start();
    await eventually(() => expect(cai.room.state.get().status).toBe('joined'));
    await cai.room.receipts.load();
    expect(delivered(cai)).toMatchObject({ ben: 2 });
  });

  test('is sent for room lists too, on load and on change', async () => {
    const { as, ana, ben, phone } = await people();
    await ben.client.close();
    await phone.room.leave();
    await phone.client.rooms.load();
    await say(ana.room, '1');
    await eventually(() => expect(delivered(ana)).toEqual({ ben: 1 }));
    await phone.client.close();
    await say(ana.room, '2');
    expect(read(await as('ana'))).toEqual({});
    await rig.client({ token: 'ben', storage: false }).rooms.load();
    await eventually(() => expect(delivered(ana)).toEqual({ ben: 2 }));
  });

  test('is not sent in a large room', async () => {
    const said: string[] = [];
    const hooks = { 'before:receipt:delivered': ({ user }: Context) => void said.push(user.id) };
    const { ana, ben } = await people(memoryStorage(), { receiptOccupancy: 1 }, hooks);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    await say(ana.room, '1');
    await eventually(() => expect(state(ben).unread).toBe(1));
    vi.advanceTimersByTime(2_000); // the gathered markers have been sent by now
    await ben.client.call('room:get', { roomId: 'r' });
    expect(said).toEqual([]);
  });
});

test('the markers of all past members are loaded, page by page', async () => {
  const storage = memoryStorage();
  const { ana } = await people(storage);
  await say(ana.room, '1');
  const first = { joinedAt: 1, joinedSeq: 0, readSeq: 1 };
  for (let count = 0; count < 150; count += 1) await storage.timeline.readMarker('r', `u${count}`, first);
  await ana.room.receipts.load();
  const others = Object.keys(state(ana).others).filter((userId) => userId.startsWith('u'));
  expect(others).toHaveLength(150);
});
