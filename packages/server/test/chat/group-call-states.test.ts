import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { ownEngine } from './own-engine.ts';
import { storages, threePeople } from './own-rooms-server.ts';

const roomId = 'plaza';

/** A call of Ana, who owns the room, and Bea. Cai may join. */
const callOfTwo = async (
  make: () => ReturnType<typeof memoryStorage>,
  limits: ChatServerOptions['limits'] = {},
) => {
  const people = await threePeople(make, { calls: { group: ownEngine({ tokenMs: 60_000 }) }, limits });
  const { ana, bea, cai } = people;
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  const callId = call.id;
  await bea.call('groupcall:join', { roomId, callId, device: 'b' });
  const record = (peer: typeof ana, action: 'ask' | 'allow' | 'decline' | 'stop') =>
    peer.call('groupcall:record', { roomId, callId, action });
  const join = (allowRecording?: boolean) =>
    cai.call('groupcall:join', {
      roomId,
      callId,
      device: 'c',
      ...(allowRecording === undefined ? {} : { allowRecording }),
    });
  return { ...people, callId, record, join };
};

describe.each(storages)('the recording of a group call, %s', (_name, make) => {
  test('starts when all others have allowed it, and newcomers allow it by joining', async () => {
    const { ana, bea, cai, callId, record, join } = await callOfTwo(make);
    const asked = await record(bea, 'ask');
    expect(asked.recording).toMatchObject({ userId: bea.hello.user.id, name: 'Bea', allowed: [] });
    expect(asked.recording).not.toHaveProperty('startedAt');
    await expect(record(ana, 'ask')).rejects.toMatchObject({ code: 'conflict', reason: 'recording' });
    // A question that is open does not keep others out: it is asked of them too.
    await join();
    expect((await record(ana, 'allow')).recording?.startedAt).toBeUndefined();
    expect((await record(cai, 'allow')).recording).toMatchObject({ startedAt: expect.any(Number) });
    await cai.call('groupcall:leave', { roomId, callId });
    await expect(join()).rejects.toMatchObject({ code: 'conflict', reason: 'recording' });
    await expect(join(false)).rejects.toMatchObject({ reason: 'recording' });
    const { call } = await join(true);
    expect(call.recording?.allowed).toContain(cai.hello.user.id);
    await expect(record(cai, 'stop')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await record(bea, 'stop')).not.toHaveProperty('recording');
  });

  test('does not start if one declines or nobody answers, and ends with its page', async () => {
    const { ana, bea, cai, callId, record, join } = await callOfTwo(make, { recordingConsentMs: 300 });
    await record(bea, 'ask');
    expect(await record(ana, 'decline')).not.toHaveProperty('recording');
    await expect(record(ana, 'allow')).rejects.toMatchObject({ code: 'conflict', reason: 'not_asked' });
    const { recording } = await record(bea, 'ask');
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(recording?.expiresAt ?? Infinity), patient);
    await expect(record(ana, 'allow')).rejects.toMatchObject({ reason: 'not_asked' });
    await ana.call('groupcall:leave', { roomId, callId });
    const { call } = await bea.call('groupcall:get', { roomId });
    expect(call?.recording?.startedAt).toBeUndefined();
    // A participant who leaves is not waited for.
    await join();
    expect((await record(bea, 'ask')).recording?.startedAt).toBeUndefined();
    const left = await cai.call('groupcall:leave', { roomId, callId });
    expect(left.recording).toMatchObject({ startedAt: expect.any(Number) });
    await join(true);
    const over = await bea.call('groupcall:leave', { roomId, callId });
    expect(over).not.toHaveProperty('recording');
  });
});

test('hands are raised by their users, and lowered by them or a moderator', async () => {
  const { ana, bea, cai, callId } = await callOfTwo(memoryStorage);
  const hand = (peer: typeof ana, raised: boolean, userId?: string) =>
    peer.call('groupcall:hand', { roomId, callId, raised, ...(userId === undefined ? {} : { userId }) });
  const bea1 = await hand(bea, true);
  expect(bea1.seats.map(({ handRaisedAt }) => typeof handRaisedAt)).toEqual(['undefined', 'number']);
  expect((await hand(bea, true)).rev).toBe(bea1.rev);
  await expect(hand(cai, true)).rejects.toMatchObject({ code: 'conflict', reason: 'not_joined' });
  await expect(hand(bea, true, ana.hello.user.id)).rejects.toMatchObject({ code: 'forbidden' });
  await hand(ana, true);
  await expect(hand(bea, false, ana.hello.user.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(hand(ana, true, bea.hello.user.id)).rejects.toMatchObject({ code: 'forbidden' });
  const lowered = await hand(ana, false, bea.hello.user.id);
  expect(lowered.seats.map(({ handRaisedAt }) => typeof handRaisedAt)).toEqual(['number', 'undefined']);
});
