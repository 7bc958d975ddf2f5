import { tokenFor } from './token.ts';

/** How one contender is spoken to. */
export interface Wire {
  /** Path of the upgrade. */
  path(name: string): string;
  /** Further headers of the upgrade, each a line with its line break. */
  headers?(name: string): string;
  /** Socket.IO's packets within the frames, or bare JSON. */
  socketIo: boolean;
  /** The client's data in Socket.IO's handshake. */
  auth?(name: string): object;
  /** How to come into a room; null where there is one room and everybody is in it. */
  join(roomId: string): unknown[] | null;
  send(roomId: string, id: string, text: string): unknown[];
  /** Text that every delivered message contains exactly once, and no other frame contains. */
  delivery: Buffer;
}

const socketIoPath = (path: string) => (): string => `${path}?EIO=4&transport=websocket`;

export const chatWire: Wire = {
  path: socketIoPath('/chat/socket/'),
  socketIo: true,
  auth: (name) => ({ token: tokenFor(name) }),
  join: (roomId) => ['room:join', { roomId }],
  send: (roomId, id, text) => ['message:send', { roomId, id, text }],
  delivery: Buffer.from('"message:created"'),
};

/** Guests of the live events, each from an address of their own, as their proxy tells it; the moderators present a token. */
export const liveEventWire: Wire = {
  ...chatWire,
  auth: (name) => (name.startsWith('Moderator') ? { token: tokenFor(name, { moderator: true }) } : { name }),
  headers: (name) => `X-Real-IP: ${addressOf(name)}\r\n`,
};

/** Names end in a number. */
const addressOf = (name: string): string => {
  const number = Number(/\d+$/.exec(name)?.[0] ?? 0);
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
};

export const plainWire: Wire = {
  path: socketIoPath('/socket.io/'),
  socketIo: true,
  auth: (name) => ({ name }),
  join: (roomId) => ['join', roomId],
  send: (roomId, id, text) => ['send', { roomId, id, text }],
  delivery: Buffer.from('["message",'),
};

export const tutorialWire: Wire = {
  path: socketIoPath('/socket.io/'),
  socketIo: true,
  join: () => null,
  send: (_roomId, id, text) => ['chat message', text, id],
  delivery: Buffer.from('["chat message",'),
};

export const feathersWire: Wire = {
  path: socketIoPath('/socket.io/'),
  socketIo: true,
  auth: (name) => ({ name }),
  join: (roomId) => ['create', 'rooms', { roomId }, {}],
  send: (roomId, id, text) => ['create', 'messages', { roomId, id, text }, {}],
  delivery: Buffer.from('["messages created",'),
};

/** Bare JSON. There is no acknowledgement but the sender's own copy. */
export const wsWire: Wire = {
  path: (name) => `/?name=${encodeURIComponent(name)}`,
  socketIo: false,
  join: (roomId) => [{ type: 'join', roomId }],
  send: (roomId, id, text) => [{ type: 'send', roomId, id, text }],
  delivery: Buffer.from('"type":"message"'),
};
