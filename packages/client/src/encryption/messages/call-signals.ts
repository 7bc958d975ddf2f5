// Signals between the two devices in a call of an encrypted room. They hold the fingerprints of the keys that encrypt the
// media, so that a server that cannot change them cannot listen.
import type { CallSignal } from '@chat/protocol';
import type { Device } from '../device-credential.ts';
import { toBase64, utf8 } from '../encoding.ts';
import { noop } from '../../platform/noop.ts';
import type { RoomKey } from '../key-store.ts';
import { deriveKey } from '../room-key.ts';
import { openContent, sealContent, type Protection } from './signed-content.ts';

export interface CallSignals {
  /** Returns the signal, encrypted. `seat`: the name of this page in the call. */
  seal(callId: string, seat: string, signal: CallSignal): Promise<CallSignal>;
  /** Opens a signal of `userId`, each one once. Rejects what no device of this user in the room has sent. */
  open(callId: string, userId: string, signal: CallSignal): Promise<CallSignal>;
}

export interface CallSignalsOptions {
  roomId: string;
  device: () => Promise<Device>;
  /** Resolves to the key to encrypt with. */
  currentKey: () => Promise<Pick<RoomKey, 'epoch' | 'key'>>;
  /** Resolves to the key of an epoch, or to undefined. */
  keyOf: (epoch: number) => Promise<Uint8Array | undefined>;
  /** Returns whether a device of the user is in the room. */
  isInRoom: (userId: string, device: string) => boolean;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Returns the signal in a decrypted content. The other device may be any program, and send anything. */
const signalIn = (content: unknown): CallSignal => {
  if (!isObject(content)) return {};
  const { description, candidate, shows, anew, recording } = content as CallSignal;
  return {
    ...(isObject(description) && { description }),
    ...((isObject(candidate) || candidate === null) && { candidate }),
    ...(isObject(shows) && { shows }),
    ...((anew === 'ask' || anew === 'yes') && { anew }),
    ...(typeof recording === 'string' && { recording }),
  };
};

export const createCallSignals = (options: CallSignalsOptions): CallSignals => {
  const { roomId } = options;
  let sent = 0;
  /** The count of the last signal of each page in the call: a server may send one again. */
  const counts = new Map<string, number>();
  let counted = '';
  const opened = new WeakMap<CallSignal, Promise<CallSignal>>();
  let last: Promise<unknown> = Promise.resolve();

  const protection = async (
    callId: string,
    roomKey: Uint8Array,
    epoch: number,
    device: string,
  ): Promise<Protection> => ({
    key: await deriveKey(roomKey, 'chat.call-signal.v1', callId),
    data: utf8(JSON.stringify(['chat.call-signal.v1', roomId, callId, epoch, device])),
    label: 'chat.call-signature.v1',
  });

  const openNext = async (callId: string, userId: string, { encrypted }: CallSignal): Promise<CallSignal> => {
    if (!encrypted) throw new Error('not encrypted');
    const { epoch, device, ciphertext } = encrypted;
    const key = await options.keyOf(epoch);
    if (!key || !options.isInRoom(userId, device)) throw new Error('not a device of the user in the room');
    const protectedBy = await protection(callId, key, epoch, device);
    const { content } = await openContent(protectedBy, { userId, device }, ciphertext);
    const { seat, count, signal } = content;
    if (callId !== counted) counts.clear();
    counted = callId;
    const page = JSON.stringify([device, seat]);
    if (typeof count !== 'number' || count <= (counts.get(page) ?? 0)) throw new Error('sent before');
    counts.set(page, count);
    return signalIn(signal);
  };

  return {
    seal: async (callId, seat, signal) => {
      sent += 1;
      const content = { seat, count: sent, signal };
      const [{ epoch, key }, author] = await Promise.all([options.currentKey(), options.device()]);
      const device = toBase64(author.keys.publicKey);
      const ciphertext = await sealContent(await protection(callId, key, epoch, device), content, author);
      return { encrypted: { epoch, device, ciphertext } };
    },
    open: (callId, userId, signal) => {
      const known = opened.get(signal);
      if (known) return known;
      // In the order in which they came: a later one ends the earlier ones.
      const next = last.then(() => openNext(callId, userId, signal));
      last = next.catch(noop);
      opened.set(signal, next);
      return next;
    },
  };
};
