import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStorage } from '@chat/server';
import type { ChatEvent } from '@chat/protocol';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ limits: { callGraceMs: 5_000 } });
});
afterEach(() => rig.close());

const inRoom = async () => {
  const [ana, bea] = ['Ana', 'Bea'].map((name) => rig.client({ name, storage: false }));
  if (!ana || !bea) throw new Error('two clients');
  const rooms = [ana.room('cita'), bea.room('cita')] as const;
  for (const room of rooms) await room.join();
  return { ana, bea, mine: rooms[0], theirs: rooms[1] };
};

describe('room.calls', () => {
  test('rings the other user, sends signals only to the page that accepted, and ends for both', async () => {
    const { mine, theirs, bea } = await inRoom();
    expect([mine.calls.get(), bea.calls.get()]).toEqual([null, []]);
    const seen: (string | undefined)[] = [];
    theirs.calls.subscribe((own) => seen.push(own?.call.state));
    const started = await mine.calls.start('video');
    expect(mine.calls.get()).toMatchObject({ mine: 'caller', here: true, call: { id: started.id } });
    await eventually(() => expect(theirs.calls.get()).toMatchObject({ mine: 'callee', here: false }));
    await eventually(() => expect(bea.calls.get()).toHaveLength(1));
    await theirs.calls.accept();
    await eventually(() => expect(mine.calls.get()?.call).toMatchObject({ state: 'active' }));
    expect(theirs.calls.get()?.here).toBe(true);
    const signals: ChatEvent[] = [];
    theirs.on('call:signal', (event) => signals.push(event));
    await mine.calls.signal({ shows: { microphone: true, camera: false, screen: false } });
    await eventually(() => expect(signals).toMatchObject([{ signal: { shows: { camera: false } } }]));
    expect(await mine.calls.ice()).toEqual({ iceServers: [] });
    await theirs.calls.record(true);
    await eventually(() => expect(mine.calls.get()?.call.callee.recording).toBe(true));
    await theirs.calls.hangup();
    await eventually(() =>
      expect(mine.calls.get()?.call).toMatchObject({ state: 'ended', outcome: 'completed' }),
    );
    expect(bea.calls.get()).toEqual([]);
    expect([...new Set(seen)]).toEqual([undefined, 'ringing', 'active', 'ended']);
    await eventually(() =>
      expect(mine.messages.get().items).toMatchObject([{ kind: 'call', call: { outcome: 'completed' } }]),
    );
    await expect(mine.calls.accept()).rejects.toMatchObject({ reason: 'call_ended' });
  });

  test('survives a lost connection, and ends with a server that stores nothing', async () => {
    const { ana, mine, theirs } = await inRoom();
    await mine.calls.start('audio');
    await eventually(() => expect(theirs.calls.get()).not.toBeNull());
    await theirs.calls.accept();
    const device = mine.calls.get()?.call.caller.device;
    const away: unknown[] = [];
    theirs.calls.subscribe((own) => away.push(own?.call.caller.away));
    rig.chat.revoke(ana.user?.id ?? '');
    await eventually(() => expect(away).toContain(true));
    await eventually(() =>
      expect(theirs.calls.get()?.call.caller).toEqual({ userId: ana.user?.id, name: 'Ana', device }),
    );
    expect(mine.calls.get()).toMatchObject({ here: true, call: { state: 'active' } });
    // This storage is gone with its server: so is the call, and both see it.
    await rig.stop();
    await rig.start();
    for (const room of [mine, theirs])
      await eventually(() => expect(room.calls.get()?.call.state).toBe('ended'));
  });

  test('survives a server restart', async () => {
    await rig.close();
    rig = await withServer({ storage: memoryStorage(), limits: { callGraceMs: 10_000 } });
    const { mine, theirs } = await inRoom();
    await mine.calls.start('audio');
    await eventually(() => expect(theirs.calls.get()).not.toBeNull());
    await theirs.calls.accept();
    await rig.stop();
    await rig.start();
    for (const room of [mine, theirs]) await eventually(() => expect(room.state.get().status).toBe('joined'));
    for (const room of [mine, theirs])
      await eventually(() => {
        const own = room.calls.get();
        expect([own?.here, own?.call.state, own?.call.caller.away, own?.call.callee.away]).toEqual([
          true,
          'active',
          undefined,
          undefined,
        ]);
        expect(own?.call.callee.device).toBeDefined();
      });
    await mine.calls.hangup();
    await eventually(() => expect(theirs.calls.get()?.call).toMatchObject({ outcome: 'completed' }));
  });

  test('updates the call message of a user who resumes', async () => {
    const { ana, mine, theirs } = await inRoom();
    const { id } = await theirs.calls.start('audio');
    await eventually(() => expect(mine.messages.get().items).toMatchObject([{ call: { state: 'ringing' } }]));
    const changes: unknown[] = [];
    mine.on('message:updated', ({ change }) => changes.push(change));
    const offline = new Promise((resolve) => ana.on('status', resolve));
    rig.chat.revoke(ana.user?.id ?? '');
    await offline;
    await theirs.calls.hangup();
    await eventually(() =>
      expect(mine.messages.get().items).toMatchObject([{ id, call: { outcome: 'cancelled' } }]),
    );
    expect(changes).toEqual(['call']);
    await eventually(() => expect(mine.calls.get()?.call.state).toBe('ended'));
  });
});
