// Calls of two in an encrypted room: the server passes signals on that it can neither read, nor make up, nor repeat.
import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import type * as ws from 'ws';
import type { ChatRoom } from '@chat/client';
import type { CallSignal } from '@chat/protocol';
import { eventually } from '../with-server.ts';
import { encryptedRoom, watchSockets } from './encrypted-room.ts';

const offer = { description: { type: 'offer', sdp: 'v=0 a=fingerprint:sha-256 CANARY' } } as const;
const shows = (camera: boolean): CallSignal => ({ shows: { microphone: true, camera, screen: false } });

/** A call between two users, which both have accepted, and the signals that the callee's application gets. */
const inCall = async () => {
  const { rig, roomId, open } = await encryptedRoom(['ana', 'bea']);
  const [ana, bea] = [await open('ana'), await open('bea')];
  await eventually(() => expect(ana.encryption.get()?.devices).toHaveLength(2));
  const { id: callId } = await ana.calls.start('video');
  await eventually(() => expect(bea.calls.get()).not.toBeNull());
  await bea.calls.accept();
  await eventually(() => expect(ana.calls.get()?.call.state).toBe('active'));
  return { rig, roomId, ana, bea, callId, heard: signalsIn(bea) };
};

const signalsIn = (room: ChatRoom): CallSignal[] => {
  const signals: CallSignal[] = [];
  room.on('call:signal', ({ signal }) => signals.push(signal));
  return signals;
};

/** The websockets of the client's transport in Node. */
const { WebSocket } = createRequire(
  createRequire(import.meta.resolve('socket.io-client')).resolve('engine.io-client'),
)('ws') as typeof ws;

/** As it is: a mock that is not restored yet would call itself. */
const { emit } = WebSocket.prototype;

/** What clients receive goes through `alter`, which returns the frames to deliver instead. */
const alterFrames = (alter: (frame: string) => string[]): void => {
  vi.spyOn(WebSocket.prototype, 'emit').mockImplementation(function deliver(this: object, event, ...given) {
    if (event !== 'message') return Reflect.apply(emit, this, [event, ...given]);
    for (const frame of alter(String(given[0]))) Reflect.apply(emit, this, [event, frame, ...given.slice(1)]);
    return true;
  });
};
const isSignal = (frame: string): boolean => frame.includes('"call:signal"') && frame.includes('ciphertext');

test('signals reach the other device, in order, and the server cannot read them', async () => {
  const { frames } = watchSockets();
  const { ana, bea, heard } = await inCall();
  const answered = signalsIn(ana);
  await Promise.all([offer, shows(true), shows(false)].map((signal) => ana.calls.signal(signal)));
  await eventually(() => expect(heard).toEqual([offer, shows(true), shows(false)]));
  await bea.calls.signal({ recording: 'ask' });
  await eventually(() => expect(answered).toEqual([{ recording: 'ask' }]));
  expect(frames.filter(isSignal).length).toBeGreaterThan(0);
  expect(frames.filter((frame) => /CANARY|fingerprint|"shows"|"recording"/.test(frame))).toEqual([]);
});

test('the server takes no readable signal in an encrypted room, and no encrypted one elsewhere', async () => {
  const { rig, ana, callId } = await inCall();
  const asAna = rig.chat.as({ id: 'ana', name: 'ana' });
  const send = (signal: CallSignal) => asAna.call('call:signal', { callId, signal });
  const refused = { code: 'conflict', reason: 'encrypted_room', field: 'signal' };
  await expect(send(offer)).rejects.toMatchObject(refused);
  await expect(send({})).rejects.toMatchObject(refused);
  const encrypted = { epoch: 1, device: 'A'.repeat(43), ciphertext: 'AAAA' };
  await expect(send({ ...offer, encrypted })).rejects.toMatchObject(refused);
  await ana.calls.hangup();

  const asBea = rig.chat.as({ id: 'bea', name: 'bea' });
  await asAna.call('room:create', { roomId: 'plain', type: 'private', userIds: ['bea'] });
  await asBea.call('member:accept', { roomId: 'plain' });
  const { id } = await asAna.call('call:start', { roomId: 'plain', kind: 'audio' });
  await asBea.call('call:accept', { callId: id });
  await expect(asAna.call('call:signal', { callId: id, signal: { encrypted } })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'not_encrypted',
    field: 'signal.encrypted',
  });
});

test('a signal that the server makes up, changes or repeats is not heard', async () => {
  const { ana, heard } = await inCall();
  let first = '';
  const forged = (frame: string): string[] => {
    const plain = frame.replace(/"encrypted":\{[^}]*\}/, `"recording":"allow"`);
    const swapped = frame.replace(
      /"ciphertext":"(.)/,
      (_, head) => `"ciphertext":"${head === 'A' ? 'B' : 'A'}`,
    );
    expect(plain).not.toBe(frame);
    expect(swapped).not.toBe(frame);
    return [plain, swapped];
  };
  alterFrames((frame) => {
    if (!isSignal(frame)) return [frame];
    if (first !== '') return [frame, first];
    first = frame;
    return [...forged(frame), frame, frame];
  });
  await ana.calls.signal({ recording: 'allow' });
  await eventually(() => expect(heard).toEqual([{ recording: 'allow' }]));
  await ana.calls.signal({ recording: 'cancel' });
  await ana.calls.signal({ recording: 'ask' });
  await eventually(() => expect(heard.at(-1)).toEqual({ recording: 'ask' }));
  expect(heard).toEqual([{ recording: 'allow' }, { recording: 'cancel' }, { recording: 'ask' }]);
});

test('a signal of another user or for another call is not heard', async () => {
  const { ana, callId, heard } = await inCall();
  let altered = 0;
  alterFrames((frame) => {
    if (!isSignal(frame)) return [frame];
    const frames = [frame.replace('"from":"ana"', '"from":"bea"'), frame.replaceAll(callId, `${callId}0`)];
    altered += frames.filter((each) => each !== frame).length;
    return frames;
  });
  await ana.calls.signal(offer);
  await eventually(() => expect(altered).toBe(2));
  vi.restoreAllMocks();
  await ana.calls.signal(shows(true));
  await eventually(() => expect(heard).toEqual([shows(true)]));
});

test('a device that cannot encrypt starts no call', async () => {
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ana', 'bea']);
  const ana = await open('ana');
  await clientOf(ana).encryption.setUpRecovery();
  const room = rig.client({ token: 'ana', ownConnection: true }).room(roomId);
  await room.join();
  await eventually(() => expect(room.encryption.get()?.status).toBe('waiting'));
  await expect(room.calls.start('audio')).rejects.toMatchObject({ reason: 'needs_recovery' });
  expect(ana.calls.get()).toBeNull();
});
