import type { CommandName, Input } from '@chat/protocol';

const file = '00000000-0000-7000-8000-000000000000';

/** An input for every command that concerns one room, as somebody would give it who might. */
export const inRoom = (roomId: string, messageId: string) => {
  const message = { roomId, messageId };
  const user = { roomId, userId: 'bea' };
  return {
    'room:get': { roomId },
    'room:update': { roomId, title: 'Mía' },
    'room:end': { roomId },
    'room:join': { roomId },
    'room:leave': { roomId },
    'room:silence': { roomId, until: null },
    'room:export': { roomId },
    'member:list': { roomId },
    'member:add': user,
    'member:invite': user,
    'member:accept': { roomId },
    'member:decline': { roomId },
    'member:remove': user,
    'member:update': { ...user, role: 'member' },
    'member:mute': { ...user, until: null },
    'member:ban': user,
    'member:bans': { roomId },
    'member:unban': user,
    'message:send': { roomId, id: crypto.randomUUID(), text: 'hola' },
    'message:list': { roomId },
    'message:get': message,
    'message:edit': { ...message, text: 'hola' },
    'message:delete': message,
    'message:pin': message,
    'message:unpin': message,
    'message:pins': { roomId },
    'message:search': { roomId, q: 'hola' },
    'message:versions': message,
    'message:report': message,
    'reaction:add': { ...message, emoji: '👍' },
    'reaction:remove': { ...message, emoji: '👍' },
    'reaction:list': { ...message, emoji: '👍' },
    'reaction:burst': { roomId, emoji: '👍' },
    'receipt:read': { roomId, seq: 1 },
    'receipt:list': { roomId },
    'report:list': { roomId },
    'report:resolve': { ...message, outcome: 'acted' },
    'audit:list': { roomId },
    'slash:list': { roomId },
    'slash:run': { roomId, name: 'dado' },
    'typing:set': { roomId, typing: true },
    'file:list': { roomId },
  } satisfies { [N in CommandName]?: Input<N> };
};

/** Of nobody's room. */
export const elsewhere = {
  'room:create': { title: 'Nueva' },
  'room:list': {},
  'message:searchAll': { q: 'hola' },
  'presence:set': { status: 'busy' },
  'presence:idle': { idle: false },
  'user:get': { userId: 'ana' },
  'user:search': { query: 'an' },
  'user:update': { about: 'Hola' },
  'user:export': { userId: 'ana' },
  'user:erase': { userId: 'ana' },
  'file:url': { fileId: file },
  'file:delete': { fileId: file },
  'notification:subscribe': {
    endpoint: 'https://push.test/x',
    keys: { p256dh: 'x'.repeat(87), auth: 'x'.repeat(22) },
  },
  'notification:unsubscribe': { endpoint: 'https://push.test/x' },
  'notification:settings': {},
} satisfies { [N in CommandName]?: Input<N> };
