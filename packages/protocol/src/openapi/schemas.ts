import * as v from 'valibot';
import { auditedActs, type AuditedSettings, type AuditEntry } from '../audit.ts';
import { errorCodes, type ErrorBody } from '../error.ts';
import { fileKinds, type FileUrl, type RoomFile } from '../files.ts';
import type { ThreadSummary } from '../threads.ts';
import type { Ban, Member } from '../members.ts';
import type { Attachment, Message, MessagePage, Reaction } from '../messages.ts';
import type { Complaint, Report } from '../reports.ts';
import { rights, roles, type Can } from '../rights.ts';
import type { Invitation, Room, RoomSnapshot, RoomSummary } from '../rooms.ts';
import type { NotificationSettings } from '../notifications.ts';
import { author, count, data, isTrue, optionalTime, status, time, user } from './basics.ts';
import { callLine, roomCall } from './calls.ts';
import { groupCall, groupCallLine } from './group-calls.ts';
import { profile } from './profiles.ts';
import { readState, receipt, unreadMentions } from './receipts.ts';
import { schemaOf } from './schema-of.ts';
import type { SearchHit, SearchPage } from '../search.ts';

const attachmentEntries = {
  fileId: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.pipe(count, v.description('bytes')),
  width: v.optional(count),
  height: v.optional(count),
  thumbnail: isTrue,
  durationMs: v.optional(count),
  waveform: v.optional(v.array(count)),
};
const attachment = schemaOf<Attachment>()(v.object(attachmentEntries));

const roomFile = schemaOf<RoomFile>()(
  v.object({
    ...attachmentEntries,
    roomId: v.string(),
    kind: v.picklist(fileKinds),
    uploadedBy: v.pipe(v.string(), v.description('user id')),
    uploadedAt: time,
    messageId: v.optional(v.string()),
  }),
);

const fileUrl = schemaOf<FileUrl>()(v.object({ url: v.string(), expiresAt: time }));

const reaction = schemaOf<Reaction>()(
  v.object({
    emoji: v.string(),
    count,
    by: v.pipe(
      v.array(v.string()),
      v.description('user ids, at most 50; the reader is always among them if they reacted'),
    ),
  }),
);

const thread = schemaOf<ThreadSummary>()(
  v.object({
    replies: v.pipe(count, v.description('those that are not deleted')),
    lastReplyAt: time,
    participants: v.pipe(v.array(author), v.description('who replied last, the latest first, at most 5')),
  }),
);

const message = schemaOf<Message>()(
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    roomId: v.string(),
    seq: v.pipe(count, v.description('its number in the room: 1, 2, 3… without a gap')),
    rev: v.pipe(count, v.description("the room's revision at its last change")),
    kind: v.picklist(['text', 'system', 'call', 'poll']),
    author,
    text: v.pipe(v.string(), v.description('as typed; empty in a tombstone')),
    attachments: v.array(attachment),
    replyTo: v.optional(v.string()),
    threadId: v.optional(v.pipe(v.string(), v.description('the message whose thread it stands in'))),
    alsoToRoom: v.optional(v.pipe(v.literal(true), v.description('it stands in its thread and in the room'))),
    thread: v.optional(v.pipe(thread, v.description('it begins a thread'))),
    mentions: v.pipe(v.array(v.string()), v.description('user ids')),
    mentionsAll: isTrue,
    to: v.optional(
      v.pipe(v.array(v.string()), v.description('private: only these and the author receive it')),
    ),
    reactions: v.array(reaction),
    pinnedAt: optionalTime,
    editedAt: optionalTime,
    streamsUntil: optionalTime,
    deletedAt: v.optional(v.pipe(time, v.description('ms since the epoch; present in a tombstone'))),
    createdAt: time,
    call: v.optional(v.pipe(callLine, v.description('of kind call: what became of it'))),
    groupCall: v.optional(v.pipe(groupCallLine, v.description('of kind call: the same, of one for many'))),
    data: v.optional(data),
  }),
);

const messagePage = schemaOf<MessagePage>()(
  v.object({
    messages: v.array(message),
    hasMore: v.pipe(v.boolean(), v.description('more exist in the direction asked for')),
  }),
);

const searchHit = schemaOf<SearchHit>()(
  v.object({
    message,
    marks: v.pipe(
      v.array(v.object({ start: count, end: count })),
      v.description('UTF-16 offsets in its text'),
    ),
  }),
);
const searchPage = schemaOf<SearchPage>()(
  v.object({ hits: v.array(searchHit), hasMore: v.boolean(), cursor: v.optional(v.string()) }),
);
const retention = v.union([v.picklist(['forever', 'ephemeral']), v.object({ days: v.number() })]);

const room = schemaOf<Room>()(
  v.object({
    id: v.string(),
    type: v.picklist(['public', 'private', 'direct']),
    title: v.string(),
    createdBy: v.pipe(v.string(), v.description('user id')),
    createdAt: time,
    phase: v.picklist(['scheduled', 'open', 'ended']),
    startsAt: optionalTime,
    endsAt: optionalTime,
    reminded: v.optional(
      v.pipe(
        v.object({ startsAt: time, beforeMs: v.number() }),
        v.description('its members were last reminded of this start'),
      ),
    ),
    history: v.picklist(['all', 'since-join']),
    retention,
    frozen: v.pipe(v.boolean(), v.description('only moderators may send')),
    slowModeSeconds: v.number(),
    data,
  }),
);

const member = schemaOf<Member>()(
  v.object({
    user,
    role: v.picklist(roles),
    joinedAt: time,
    mutedUntil: optionalTime,
    invitedBy: v.optional(user),
    status: v.optional(status),
    statusText: v.optional(v.string()),
  }),
);

const ban = schemaOf<Ban>()(v.object({ user }));

const complaint = schemaOf<Complaint>()(v.object({ by: author, at: time, reason: v.optional(v.string()) }));

const report = schemaOf<Report>()(
  v.object({
    roomId: v.string(),
    messageId: v.string(),
    rev: count,
    author,
    text: v.pipe(v.string(), v.description('as it was when it was first reported')),
    message: v.optional(v.pipe(message, v.description('as it is now; absent when no longer kept'))),
    complaints: v.pipe(v.array(complaint), v.description('one per person, the oldest first')),
  }),
);

const auditedSettings = schemaOf<AuditedSettings>()(
  v.object({
    title: v.optional(v.string()),
    phase: v.optional(v.picklist(['scheduled', 'open', 'ended'])),
    startsAt: optionalTime,
    endsAt: optionalTime,
    history: v.optional(v.picklist(['all', 'since-join'])),
    retention: v.optional(retention),
    frozen: v.optional(v.boolean()),
    slowModeSeconds: v.optional(v.number()),
  }),
);

const auditEntry = schemaOf<AuditEntry>()(
  v.object({
    roomId: v.string(),
    rev: v.pipe(count, v.description("the room's revision of the change it tells of")),
    at: time,
    act: v.picklist(auditedActs),
    by: author,
    user: v.optional(v.pipe(author, v.description('whom it was done to'))),
    messageId: v.optional(v.string()),
    role: v.optional(v.picklist(roles)),
    until: v.optional(v.nullable(time)),
    settings: v.optional(auditedSettings),
    outcome: v.optional(v.picklist(['dismissed', 'acted'])),
  }),
);

const invitation = schemaOf<Invitation>()(
  v.object({ by: user, at: time, members: v.pipe(count, v.description('counted up to 100')) }),
);

const roomSummary = schemaOf<RoomSummary>()(
  v.object({
    room,
    unread: v.pipe(count, v.description('messages of others, counted up to 1,000')),
    unreadMentions,
    lastMessage: v.optional(message),
    activeAt: time,
    occupancy: v.optional(v.pipe(count, v.description('how many are here; absent for an invitation'))),
    peer: v.optional(profile),
    others: v.optional(v.pipe(v.array(user), v.description('of a private room without a title'))),
    invitation: v.optional(invitation),
    groupCall: v.optional(v.pipe(groupCall, v.description('the call for many that goes on in it'))),
    silencedUntil: optionalTime,
  }),
);

const allowed = v.boolean();
const can = schemaOf<Can>()(
  v.object(Object.fromEntries(rights.map((right) => [right, allowed])) as Record<keyof Can, typeof allowed>),
);

const roomSnapshot = schemaOf<RoomSnapshot>()(
  v.object({
    room,
    me: member,
    can,
    members: v.array(member),
    left: v.optional(v.array(v.string())),
    occupancy: count,
    unread: count,
    unreadMentions,
    mentionSeqs: v.array(count),
    readSeq: count,
    readTurn: v.optional(count),
    epoch: v.string(),
    rev: count,
    seq: count,
    mode: v.picklist(['snapshot', 'resume', 'reset']),
    messages: v.array(message),
    hasMore: v.boolean(),
    keptSince: optionalTime,
    visibleAfter: v.optional(count),
    peer: v.optional(user),
    stored: v.optional(v.array(v.string())),
  }),
);

const level = v.picklist(['all', 'mentions', 'none']);
const notificationSettings = schemaOf<NotificationSettings>()(
  v.object({
    level,
    rooms: v.pipe(v.record(v.string(), level), v.description('by room id')),
    quiet: v.optional(v.object({ from: v.string(), to: v.string(), timeZone: v.string() })),
    silencedUntil: v.optional(v.pipe(v.number(), v.description('of the room that was named'))),
    publicKey: v.optional(v.pipe(v.string(), v.description('for pushManager.subscribe, base64url'))),
  }),
);

const error = schemaOf<Omit<ErrorBody, 'reason'> & { reason?: string }>()(
  v.object({
    code: v.picklist(errorCodes),
    reason: v.optional(v.pipe(v.string(), v.description('the finer word, e.g. name_taken'))),
    message: v.pipe(v.string(), v.description('in English, for developers and logs')),
    retryAfterMs: v.optional(count),
    field: v.optional(v.pipe(v.string(), v.description('dotted path of the input field that is wrong'))),
    requestId: v.optional(
      v.pipe(v.string(), v.description("names the request in the server's log, as the header X-Request-Id")),
    ),
    userId: v.optional(v.pipe(v.string(), v.description('who was erased, with erased: the caller'))),
  }),
);

/** Named schemas of the document: what commands answer. */
export const schemas = {
  User: user,
  Author: author,
  Attachment: attachment,
  ReadState: readState,
  Receipt: receipt,
  RoomFile: roomFile,
  FileUrl: fileUrl,
  Reaction: reaction,
  Message: message,
  MessagePage: messagePage,
  SearchHit: searchHit,
  SearchPage: searchPage,
  Room: room,
  RoomCall: roomCall,
  GroupCall: groupCall,
  Member: member,
  Ban: ban,
  Report: report,
  AuditEntry: auditEntry,
  RoomSummary: roomSummary,
  Can: can,
  RoomSnapshot: roomSnapshot,
  Profile: profile,
  NotificationSettings: notificationSettings,
  Error: error,
};
