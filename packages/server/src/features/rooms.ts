import {
  ChatError,
  pageSize,
  type Input,
  type Room,
  type RoomSummary,
  type roomCommands,
} from '@chat/protocol';
import { accessRoom, accessTo, hiddenUpTo, markOf, unreadOf, type Access } from '../access.ts';
import type { Context, Handlers } from '../context.ts';
import { joinRoom } from '../room/join.ts';
import { newRoom } from '../room/new-room.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { kept } from '../room/retention.ts';
import type { RoomPatch } from '../storage/change.ts';

const mayCreate = ({ user, autoCreate }: Context): boolean =>
  user.role === 'admin' || !user.guest || autoCreate;

/** A repeated creation with one's own id would surprise; without an id there is nothing to repeat. */
const create = async (context: Context, input: Input<'room:create'>): Promise<Room> => {
  if (!mayCreate(context)) throw new ChatError('forbidden', 'guests do not create rooms here');
  const { roomId = context.id(), ...settings } = input;
  const room = await context.rooms.create(newRoom(context, roomId, settings), context.user);
  return room.head.room;
};

const update = async (context: Context, roomId: string, patch: RoomPatch): Promise<Room> => {
  const { room } = await accessRoom(context, roomId);
  const { event } = await room.commit({ kind: 'update-room', actor: context.user, at: context.now(), patch });
  return 'room' in event ? event.room : room.head.room;
};

const summarise = async (context: Context, access: Access): Promise<RoomSummary> => {
  const { user, now } = context;
  const { room, member } = access;
  const mark = await markOf(context, room, member);
  const visibleAfter = hiddenUpTo(room, user, member, mark);
  const [unread, page] = await Promise.all([
    unreadOf(context, access, mark),
    room.recent.page(user.id, visibleAfter, 1),
  ]);
  await accessTo(context, access, [room.head, ...page.messages]);
  const shown = kept(page.messages, room.head.room, now());
  const [lastMessage] = await withOwnReactions(room, user.id, shown);
  return { room: room.head.room, unread, ...(lastMessage ? { lastMessage } : {}) };
};

/** Banned or removed since. */
const ifGone = (error: unknown): null => {
  if (error instanceof ChatError) return null;
  throw error;
};

const list = async (context: Context, { after, limit = pageSize.default }: Input<'room:list'>) => {
  const { storage, user } = context;
  const query = { limit, ...(after === undefined ? {} : { after }) };
  const found =
    user.role === 'admin'
      ? await storage.rooms
          .list(query)
          .then(({ rooms, hasMore }) => ({ roomIds: rooms.map(({ id }) => id), hasMore }))
      : await storage.timeline.roomsOf(user.id, query);
  const rooms: RoomSummary[] = [];
  for (const roomId of found.roomIds) {
    const summary = await accessRoom(context, roomId)
      .then((access) => summarise(context, access))
      .catch(ifGone);
    if (summary) rooms.push(summary);
  }
  return { rooms, hasMore: found.hasMore };
};

const leave = async (context: Context, roomId: string): Promise<Record<string, never>> => {
  const { connection, user, now } = context;
  const { room, member } = await accessRoom(context, roomId);
  const membership = member?.state === 'joined' && room.head.room.type !== 'public';
  if (membership) {
    await room.commit({ kind: 'end-membership', actor: user, at: now(), user, reason: 'left' });
    return {};
  }
  if (connection.kind !== 'http' && !connection.rooms.has(roomId)) {
    throw new ChatError('conflict', 'you are not in this room', { reason: 'not_joined' });
  }
  room.audience.leave(connection, 0);
  return {};
};

export const rooms: Handlers<keyof typeof roomCommands> = {
  'room:create': create,
  'room:list': list,
  'room:get': async (context, { roomId }) => (await accessRoom(context, roomId)).room.head.room,
  'room:update': (context, { roomId, ...patch }) => update(context, roomId, patch),
  'room:end': (context, { roomId }) => update(context, roomId, { phase: 'ended', endsAt: context.now() }),
  'room:join': joinRoom,
  'room:leave': (context, { roomId }) => leave(context, roomId),
};
