import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterEach, vi } from 'vitest';
import type * as ws from 'ws';
import { ChatError, type ChatServerOptions } from '@chat/server';
import type { ChatClient, ChatClientOptions, ChatRoom, MessageItem } from '@chat/client';
import { memoryStorage } from '../../src/platform/client-storage.ts';
import { eventually, withServer, type Rig } from '../with-server.ts';

/** A storage that a device keeps when its page is reloaded. */
export const deviceStorage = memoryStorage;

/** A room with encryption on a real server, and devices of its members. */
export interface EncryptedRoom {
  rig: Rig;
  roomId: string;
  /** Returns the room on a device of a user, who is a member, once it is in the group. */
  open(userId: string, options?: ChatClientOptions): Promise<ChatRoom>;
  /** The client of a room that `open` returned. */
  clientOf(room: ChatRoom): ChatClient;
}

/** Records what the server gets to send. */
export const recordSends = () => {
  const seen: string[] = [];
  let pass: (() => void) | null = null;
  let isHeld = false;
  return {
    hooks: {
      'before:message:send': async (_context, { encrypted }) => {
        seen.push(encrypted?.ciphertext ?? 'plain');
        if (!isHeld) return;
        isHeld = false;
        await new Promise<void>((resolve) => (pass = resolve));
        throw new ChatError('timeout', 'lost');
      },
    } satisfies ChatServerOptions['hooks'],
    /** The next message does not arrive. */
    holdNext: () => void (isHeld = true),
    /** The sender learns that it has not. */
    release: () => pass?.(),
    ciphertexts: () => seen,
    forget: () => void seen.splice(0),
  };
};

/** The websockets of the client's transport in Node. */
const { WebSocket } = createRequire(
  createRequire(import.meta.resolve('socket.io-client')).resolve('engine.io-client'),
)('ws') as typeof ws;

/** As they are: a mock that is not restored yet would call itself. */
const { send, emit } = WebSocket.prototype;

/** Records all that clients of this process send and receive, and loses responses, until mocks are restored. */
export const watchSockets = () => {
  const frames: string[] = [];
  const lose = new Set<string>();
  const silence = new Set<string>();
  /** What is lost, by its beginning. */
  const lost = new WeakMap<object, string>();
  const hold = new Map<string, (deliver: () => void) => void>();
  /** What is held back, by its beginning. */
  const held = new WeakMap<object, { begins: string; keep: (deliver: () => void) => void }>();
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function record(this: object, data, ...more) {
    const frame = (data as Buffer | string).toString();
    frames.push(frame);
    const [, id, command = ''] = /^42(\d+)\["([\w:]+)"/.exec(frame) ?? [];
    if (id !== undefined && lose.delete(command)) lost.set(this, `43${id}[`);
    if (silence.delete(command)) lost.set(this, '4');
    const keep = hold.get(command);
    if (id !== undefined && keep && hold.delete(command)) held.set(this, { begins: `43${id}[`, keep });
    Reflect.apply(send, this, [data, ...more]);
  });
  vi.spyOn(WebSocket.prototype, 'emit').mockImplementation(function record(this: object, event, ...more) {
    const frame = event === 'message' ? String(more[0]) : '';
    if (event === 'message') frames.push(frame);
    const isLost = frame !== '' && frame.startsWith(lost.get(this) ?? '-');
    const kept = held.get(this);
    if (!kept || !frame.startsWith(kept.begins)) return isLost || Reflect.apply(emit, this, [event, ...more]);
    held.delete(this);
    kept.keep(() => void Reflect.apply(emit, this, [event, ...more]));
    return true;
  });
  return {
    frames,
    /** Loses the response to the next command of this name. */
    loseResponse: (command: string) => void lose.add(command),
    /** Holds the response to the next command of this name back. Returns a function that delivers it. */
    holdResponse: (command: string) => {
      const response = new Promise<() => void>((resolve) => hold.set(command, resolve));
      return async () => (await response)();
    },
    /** Loses all that its connection receives from the next command of this name on. */
    silenceFrom: (command: string) => void silence.add(command),
  };
};

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  vi.restoreAllMocks();
});

export const isReady = (room: ChatRoom): Promise<unknown> =>
  eventually(() => {
    const { status, error } = room.encryption.get() ?? {};
    if (status !== 'ready') throw error ?? new Error(`encryption is ${status}`);
  });

/** Returns the messages as the room shows them: the text, or why there is none. */
export const textsIn = (room: ChatRoom): string[] => room.messages.get().items.map(shownText);

export const shownText = ({ text, undecryptable }: MessageItem): string => undecryptable ?? text;

/** Waits until the room shows exactly these messages. */
export const shows = (room: ChatRoom, texts: string[]): Promise<unknown> =>
  eventually(() => {
    const found = textsIn(room);
    if (JSON.stringify(found) !== JSON.stringify(texts))
      throw new Error(`shows ${JSON.stringify(found)} instead of ${JSON.stringify(texts)}`);
  });

export const encryptedRoom = async (
  userIds: readonly [string, ...string[]],
  options: ChatServerOptions = {},
  settings: object = {},
): Promise<EncryptedRoom> => {
  const rig = await withServer({
    authenticate: ({ token = '' }) => ({
      id: token,
      name: token,
      ...(token === 'admin' ? { role: 'admin' } : {}),
    }),
    ...options,
  });
  rigs.push(rig);
  const roomId = `r-${randomUUID()}`;
  const clients = new Map<ChatRoom, ChatClient>();
  const [owner, ...others] = userIds;
  const as = (id: string) => rig.chat.as({ id, name: id });
  for (const id of userIds) await as(id).call('room:join', { roomId: 'plaza' });
  await as(owner).call('room:create', {
    roomId,
    type: 'private',
    encryption: 'e2ee',
    userIds: [...others],
    ...settings,
  });
  for (const id of others) await as(id).call('member:accept', { roomId });
  return {
    rig,
    roomId,
    open: async (userId, more = {}) => {
      const client = rig.client({ token: userId, storage: deviceStorage(), ownConnection: true, ...more });
      const room = client.room(roomId);
      clients.set(room, client);
      await room.join();
      await isReady(room);
      return room;
    },
    clientOf: (room) => {
      const client = clients.get(room);
      if (!client) throw new Error('not a room of this rig');
      return client;
    },
  };
};
