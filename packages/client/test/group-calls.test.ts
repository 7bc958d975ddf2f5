import type { ChatClient, ChatRoom } from '@chat/client';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ownEngine, type OwnEngine } from '../../server/test/chat/own-engine.ts';
import { addCallEngine, type EnginePerson, type EngineWay } from '../src/call-engines.ts';
import { eventually, withServer, type Rig } from './with-server.ts';

const roomId = 'plaza';
let engine: OwnEngine;
let rig: Rig;
const serve = async (options: ChatServerOptions = {}): Promise<void> => {
  engine = ownEngine();
  rig = await withServer({
    storage: memoryStorage(),
    authenticate: ({ token }) =>
      token ? { id: token, name: token, ...(token === 'Root' ? { role: 'admin' } : {}) } : null,
    calls: { group: engine },
    ...options,
    limits: { callGraceMs: 60_000, ...options.limits },
  });
};
beforeEach(() => serve());
afterEach(() => rig.close());

const come = async (token: string): Promise<{ client: ChatClient; room: ChatRoom }> => {
  const client = rig.client({ token, storage: false });
  const room = client.room(roomId);
  await room.join();
  return { client, room };
};
/**
 * The page's view of the call: its state, its members, and whether this page or another of the user is in it.
 */
const seen = ({ room }: { room: ChatRoom }) => {
  const own = room.groupCall.get();
  return own && [own.call.state, own.call.seats.map(({ name }) => name).join(), own.here, own.elsewhere];
};
const sees = (page: { room: ChatRoom }, ...expected: unknown[]) =>
  eventually(() => expect(seen(page)).toEqual(expected));

describe('room.groupCall', () => {
  test('members start, see, join and leave a call; it ends when the last one leaves', async () => {
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    const states: unknown[] = [];
    bea.room.groupCall.subscribe((own) => states.push(own?.call.state));
    expect(seen(ana)).toBeNull();
    const call = await ana.room.groupCall.start('video');
    expect(call).toMatchObject({ roomId, kind: 'video', startedBy: { name: 'Ana' } });
    expect(seen(ana)).toEqual(['active', 'Ana', true, false]);
    await sees(bea, 'active', 'Ana', false, false);

    // A member who joins later gets the call on request.
    const cai = await come('Cai');
    expect(seen(cai)).toBeNull();
    await cai.room.groupCall.load();
    expect(seen(cai)).toEqual(['active', 'Ana', false, false]);
    expect(await bea.room.groupCall.join()).toMatchObject({ id: call.id, most: 2 });
    for (const page of [ana, cai]) await sees(page, 'active', 'Ana,Bea', page === ana, false);

    await ana.room.groupCall.leave();
    expect(seen(ana)).toEqual(['active', 'Bea', false, false]);
    await bea.room.groupCall.leave();
    for (const page of [ana, bea, cai]) await sees(page, 'ended', '', false, false);
    expect([...new Set(states)]).toEqual([undefined, 'active', 'ended']);
    expect(ana.room.messages.get().items).toMatchObject([
      { id: call.id, kind: 'call', groupCall: { state: 'ended', most: 2 } },
    ]);
    await expect(ana.room.groupCall.join()).rejects.toMatchObject({ reason: 'call_ended' });
    // The next is another.
    const next = await bea.room.groupCall.start('audio');
    expect(next.id).not.toBe(call.id);
    await sees(ana, 'active', 'Bea', false, false);
  });

  test('joining from a second page leaves from the first', async () => {
    const [phone, laptop] = [await come('Ana'), await come('Ana')];
    await phone.room.groupCall.start('audio');
    await sees(laptop, 'active', 'Ana', false, true);
    await laptop.room.groupCall.join();
    await sees(laptop, 'active', 'Ana', true, false);
    await sees(phone, 'active', 'Ana', false, true);
    // From any of my pages.
    expect(await phone.room.groupCall.leave()).toMatchObject({ state: 'ended', most: 1 });
    for (const page of [phone, laptop]) await sees(page, 'ended', '', false, false);
  });

  test('a refusal has a reason and changes nothing', async () => {
    await rig.close();
    await serve({ limits: { maxCallPeople: 1 } });
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    engine.away = true;
    await expect(ana.room.groupCall.start('video')).rejects.toMatchObject({
      code: 'overloaded',
      reason: 'engine_away',
    });
    expect(seen(ana)).toBeNull();
    engine.away = false;
    await ana.room.groupCall.start('video');
    await sees(bea, 'active', 'Ana', false, false);
    await expect(bea.room.groupCall.start('video')).rejects.toMatchObject({ reason: 'call_exists' });
    await expect(bea.room.groupCall.join()).rejects.toMatchObject({ reason: 'call_full' });
    await expect(bea.room.groupCall.end()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(bea.room.groupCall.media()).rejects.toMatchObject({ reason: 'not_joined' });
    expect(seen(bea)).toEqual(['active', 'Ana', false, false]);
    const root = await come('Root');
    await root.room.groupCall.load();
    await root.room.groupCall.end();
    for (const page of [ana, bea, root]) await sees(page, 'ended', '', false, false);
  });

  test('a call survives a lost connection and a server restart', async () => {
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    const call = await ana.room.groupCall.start('video');
    await ana.room.groupCall.load();
    await bea.room.groupCall.load();
    await bea.room.groupCall.join();
    const gone = new Promise((resolve) => ana.client.on('status', resolve));
    rig.chat.revoke('Ana');
    await gone;
    await eventually(() => expect(ana.client.status).toBe('online'));
    await sees(ana, 'active', 'Ana,Bea', true, false);
    await rig.stop();
    await rig.start();
    for (const page of [ana, bea]) {
      await eventually(() => expect(page.room.state.get().status).toBe('joined'));
      await sees(page, 'active', 'Ana,Bea', true, false);
    }
    expect(ana.room.groupCall.get()?.call.id).toBe(call.id);
    await ana.room.groupCall.leave();
    await bea.room.groupCall.leave();
    await sees(ana, 'ended', '', false, false);
  });

  test('a user who leaves during a reconnect stays out', async () => {
    await rig.close();
    let isReconnecting = false;
    let askedFor = () => {};
    let open = () => {};
    const asked = new Promise<void>((resolve) => (askedFor = resolve));
    const gate = new Promise<void>((resolve) => (open = resolve));
    await serve({
      hooks: {
        'before:groupcall:get': async () => {
          if (!isReconnecting) return;
          askedFor();
          await gate;
        },
      },
    });
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    await ana.room.groupCall.start('video');
    await ana.room.groupCall.load();
    await bea.room.groupCall.join();
    isReconnecting = true;
    rig.chat.revoke('Ana');
    await asked;
    // The page is about to read that its user is in the call, and would join it again after the user has left.
    const left = ana.room.groupCall.leave();
    await bea.room.groupCall.raiseHand(true);
    open();
    await left;
    await ana.client.call('groupcall:get', { roomId });
    expect((await bea.room.groupCall.raiseHand(false)).seats.map(({ name }) => name)).toEqual(['Bea']);
    expect(seen(ana)).toEqual(['active', 'Bea', false, false]);
  });

  test('a call that ended while the user was offline is ended after the reconnect', async () => {
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    await ana.room.groupCall.start('audio');
    await bea.room.groupCall.load();
    await sees(bea, 'active', 'Ana', false, false);
    const gone = new Promise((resolve) => bea.client.on('status', resolve));
    rig.chat.revoke('Bea');
    await gone;
    expect(await ana.room.groupCall.leave()).toMatchObject({ state: 'ended' });
    await sees(bea, 'ended', '', false, false);
  });

  test('deleting the message of a call ends the call', async () => {
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    const { id } = await ana.room.groupCall.start('audio');
    await sees(bea, 'active', 'Ana', false, false);
    await ana.room.messages.delete(id);
    for (const page of [ana, bea]) await sees(page, 'ended', '', false, false);
    await eventually(() => expect(engine.rooms.size).toBe(0));
  });

  test('the room list shows the call, whether or not the page has joined the room', async () => {
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    await bea.client.rooms.load();
    const listed = () =>
      bea.client.rooms
        .get()
        .items.find(({ room }) => room.id === roomId)
        ?.groupCall?.seats.map(({ name }) => name)
        .join();
    await ana.room.groupCall.start('video');
    await eventually(() => expect(listed()).toBe('Ana'));
    await bea.room.groupCall.join();
    await eventually(() => expect(listed()).toBe('Ana,Bea'));
    await bea.room.leave({ keep: true });
    await bea.client.call('groupcall:leave', {
      roomId,
      callId: ana.room.groupCall.get()?.call.id ?? '',
    });
    await eventually(() => expect(listed()).toBe('Ana'));
    await bea.room.join();
    await ana.room.groupCall.leave();
    await eventually(() => expect(listed()).toBeUndefined());
  });
});

describe('room.groupCall.media()', () => {
  /** As much of a browser as sending nothing takes. */
  class NoTracks {
    getTracks = () => [];
  }
  afterEach(() => vi.unstubAllGlobals());

  test('joins the engine with renewable access, shows its participants, and closes with the call', async () => {
    vi.stubGlobal('MediaStream', NoTracks);
    const [ana, bea] = [await come('Ana'), await come('Bea')];
    const { id } = await ana.room.groupCall.start('audio');
    await sees(bea, 'active', 'Ana', false, false);
    const ways: EngineWay[] = [];
    const closed: EngineWay[] = [];
    let people: EnginePerson[] = [];
    addCallEngine('own', (way) => {
      ways.push(way);
      return {
        people: () => people,
        send: () => {},
        restart: () => {},
        stats: async () => null,
        close: () => void closed.push(way),
      };
    });
    const media = await ana.room.groupCall.media();
    expect(await ana.room.groupCall.media()).toBe(media);
    const [way] = ways;
    expect(ways).toHaveLength(1);
    const device = ana.room.groupCall.get()?.call.seats[0]?.device ?? '';
    expect(way).toMatchObject({ kind: 'audio', device, relayOnly: false });
    const access = await way?.access();
    expect(access).toMatchObject({ engine: 'own', token: `for ${device}` });
    expect(await way?.access()).toBe(access);
    expect(await way?.access(true)).not.toBe(access);
    expect(media.state.get()).toMatchObject({ connection: 'connecting', trouble: false, people: [] });
    way?.status('connected');
    expect(media.state.get().connection).toBe('connected');

    // The chat provides the users, the engine their tracks.
    await bea.room.groupCall.join();
    await eventually(() => expect(media.state.get().people).toMatchObject([{ name: 'Bea', stream: null }]));
    const stream = new MediaStream();
    const shows = { microphone: true, camera: false, screen: false };
    const theirs = bea.room.groupCall.get()?.call.seats[1]?.device ?? '';
    people = [
      { device: theirs, stream, shows, speaking: true },
      { device: 'of nobody', stream, shows, speaking: false },
    ];
    way?.changed();
    expect(media.state.get().people).toMatchObject([{ userId: 'Bea', stream, shows, speaking: true }]);

    await ana.room.groupCall.leave();
    await eventually(() => expect(closed).toEqual(ways));
    await expect(way?.access()).rejects.toMatchObject({ reason: 'call_ended' });
    await expect(ana.room.groupCall.media()).rejects.toMatchObject({ reason: 'not_joined' });
    expect(engine.rooms.get(id)?.has(device)).toBe(false);
  });
});
