import * as v from 'valibot';
import { groupCallEntry } from './group-calls.ts';
import type { Same } from './schema-of.ts';
import { schemas } from './schemas.ts';
import type { CommandName, Output } from '../wire.ts';

type Exact<A extends Record<CommandName, v.GenericSchema>> = {
  [N in keyof A]: N extends CommandName
    ? Same<v.InferOutput<A[N]>, Output<N>> extends true
      ? A[N]
      : never
    : never;
};

/** A command without its answer, or with another than the table's, does not compile. */
const exactly = <A extends Record<CommandName, v.GenericSchema>>(answers: A & Exact<A>): A => answers;

const {
  AuditEntry,
  Ban,
  FileUrl,
  GroupCall,
  Member,
  Message,
  MessagePage,
  NotificationSettings,
  Profile,
  ReadState,
  Receipt,
  Report,
  Room,
  RoomCall,
  RoomFile,
  RoomSnapshot,
  RoomSummary,
  SearchPage,
  User,
} = schemas;
const nothing = v.record(v.string(), v.never());
const hasMore = v.boolean();

/** What each command answers, as a schema. */
export const answers = exactly({
  'room:create': Room,
  'room:list': v.object({ rooms: v.array(RoomSummary), hasMore }),
  'room:get': Room,
  'room:update': Room,
  'room:end': Room,
  'room:join': RoomSnapshot,
  'room:leave': nothing,
  'room:silence': v.object({ silencedUntil: v.optional(v.number()) }),
  'member:list': v.object({ members: v.array(Member), hasMore }),
  'member:add': Member,
  'member:remove': nothing,
  'member:update': Member,
  'member:mute': Member,
  'member:ban': nothing,
  'member:bans': v.object({ bans: v.array(Ban), hasMore }),
  'member:unban': nothing,
  'member:invite': Member,
  'member:accept': Member,
  'member:decline': nothing,
  'message:send': Message,
  'message:list': MessagePage,
  'message:get': Message,
  'message:edit': Message,
  'message:delete': Message,
  'message:versions': v.object({
    versions: v.array(v.object({ rev: v.number(), text: v.string(), at: v.number() })),
  }),
  'message:pin': Message,
  'message:unpin': Message,
  'message:pins': MessagePage,
  'message:search': SearchPage,
  'message:searchAll': SearchPage,
  'reaction:add': Message,
  'reaction:remove': Message,
  'reaction:list': v.object({ users: v.array(User), hasMore }),
  'reaction:burst': nothing,
  'receipt:read': ReadState,
  'receipt:unread': ReadState,
  'receipt:delivered': v.object({ seq: v.number() }),
  'message:report': nothing,
  'report:list': v.object({ reports: v.array(Report), hasMore }),
  'report:resolve': nothing,
  'audit:list': v.object({ entries: v.array(AuditEntry), hasMore }),
  'receipt:list': v.object({
    receipts: v.array(Receipt),
    hasMore,
  }),
  'receipt:count': v.object({ read: v.number(), hasMore }),
  'slash:list': v.object({
    commands: v.array(v.object({ name: v.string(), description: v.string(), hint: v.optional(v.string()) })),
  }),
  'slash:run': v.object({ text: v.optional(v.string()) }),
  'typing:set': nothing,
  'presence:set': v.object({
    status: v.picklist(['online', 'away', 'busy']),
    text: v.optional(v.string()),
    until: v.optional(v.number()),
  }),
  'presence:idle': v.object({ status: Profile.entries.status }),
  'user:get': Profile,
  'user:search': v.object({ users: v.array(Profile), hasMore, cursor: v.optional(v.string()) }),
  'user:update': Profile,
  'file:list': v.object({ files: v.array(RoomFile), hasMore }),
  'file:url': FileUrl,
  'file:delete': nothing,
  'notification:subscribe': nothing,
  'notification:unsubscribe': nothing,
  'notification:settings': NotificationSettings,
  'call:start': RoomCall,
  'call:list': v.object({ calls: v.array(RoomCall) }),
  'call:accept': RoomCall,
  'call:reject': RoomCall,
  'call:hangup': RoomCall,
  'call:join': RoomCall,
  'call:signal': nothing,
  'call:record': RoomCall,
  'call:ice': v.object({
    iceServers: v.array(
      v.object({
        urls: v.union([v.string(), v.array(v.string())]),
        username: v.optional(v.string()),
        credential: v.optional(v.string()),
      }),
    ),
    expiresAt: v.optional(v.number()),
    relayOnly: v.optional(v.literal(true)),
  }),
  'groupcall:start': groupCallEntry,
  'groupcall:get': v.object({ call: v.nullable(GroupCall) }),
  'groupcall:join': groupCallEntry,
  'groupcall:leave': GroupCall,
  'groupcall:end': GroupCall,
  'room:export': FileUrl,
  'user:export': FileUrl,
  'user:erase': v.object({ userId: v.string(), at: v.number(), doneAt: v.optional(v.number()) }),
});
