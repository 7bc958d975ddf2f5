import * as v from 'valibot';
import { command } from '../command.ts';
import { data, emoji, id, limit, messageId, position, time, title } from '../fields.ts';
import { encryptionSchemas, type RoomEncryption } from '../encryption/encryption.ts';
import { liveSchemas } from '../live/live-settings.ts';
import type { QuestionMode } from '../live/questions.ts';
import { groupCallSchema, type GroupCall } from '../calls/group-calls.ts';
import { mostUnsure, pageSize } from '../limits.ts';
import { roomRecordingSchema, type RoomRecording } from '../live/recordings.ts';
import { spotlightSchema, type Spotlight } from '../live/spotlight.ts';
import { memberSchema, type Member } from './members.ts';
import { messageSchema, type Message } from './messages.ts';
import {
  count,
  data as jsonObject,
  hasMore,
  nothing,
  optionalTime,
  schemaOf,
  time as timestamp,
} from '../outputs.ts';
import { unreadMentionsSchema } from './receipts.ts';
import type { Reminded } from './reminders.ts';
import { rights, type Can } from '../rights.ts';
import { profileSchema, userSchema, type Profile, type User } from './users.ts';

export type RoomType = 'public' | 'private' | 'direct';
export type Phase = 'scheduled' | 'open' | 'ended';
export type History = 'all' | 'since-join';
export type Retention = 'forever' | 'ephemeral' | { days: number };
/** Whose messages wait until a moderator approves them; with `links`, all messages that have one. */
export type Approval = 'off' | 'guests' | 'everyone' | 'links';
/** To whom participants may write privately. Hosts (moderators and owners) may write to everybody. */
export type PrivateMessages = 'nobody' | 'hosts' | 'everybody';

/** A room: of a chat, an appointment, a meeting or a live event. */
export interface Room extends RoomEncryption {
  id: string;
  type: RoomType;
  title: string;
  /** User id. */
  createdBy: string;
  /** ms since the epoch. */
  createdAt: number;
  phase: Phase;
  /** Scheduled start, ms since the epoch. */
  startsAt?: number;
  /** Scheduled end, ms since the epoch. */
  endsAt?: number;
  /** The last reminder that members got of the start. Absent: none, or the room was rescheduled since. */
  reminded?: Reminded;
  /** The history that new members may read: all messages, or those since they first joined. */
  history: History;
  /**
   * How long messages are stored. Ephemeral: in the memory of this process only; cannot be changed after
   * creation.
   */
  retention: Retention;
  /** Only moderators may send. */
  frozen: boolean;
  /** Minimum pause between two messages of one member, seconds; 0: none. */
  slowModeSeconds: number;
  /** Whose messages wait until a moderator approves them. Absent: `off`. */
  approval?: Approval;
  /** Participants may only send emoji. */
  emojiOnly?: boolean;
  /** Whether participants may send links. Absent: they may. */
  allowLinks?: boolean;
  /** To whom participants may write privately. Absent: `everybody`. */
  privateMessages?: PrivateMessages;
  /** The emoji with which members may react; empty: none. Absent: `all`. */
  allowedReactions?: 'all' | string[];
  /** Members can raise their hands. */
  hands?: boolean;
  /** Whether members can ask questions, and without their names. Absent: `off`. */
  questions?: QuestionMode;
  /** Records who is present when. */
  attendance?: boolean;
  /** Users without a membership, and users with an invite link, wait until a host admits them. */
  lobby?: boolean;
  /** Shown to users who wait. */
  lobbyMessage?: string;
  /** The recording in progress. */
  recording?: RoomRecording;
  /** The message or question on stage. */
  spotlight?: Spotlight;
  /** The application's own data. */
  data: Record<string, unknown>;
}

/** Most members in `others` of a summary: one more than the name of a room without a title shows. */
export const mostOthers = 5;

/** One of my rooms, for a list of rooms. */
export interface RoomSummary {
  room: Room;
  /** Unread messages of others, counted up to 1,000. */
  unread: number;
  /** Unread messages that mention me, counted up to 100. */
  unreadMentions: number;
  lastMessage?: Message;
  /** Time of the last message, otherwise of my invitation or of the room's creation; ms since the epoch. */
  activeAt: number;
  /** How many users were present when the summary was made; absent for an invitation. */
  occupancy?: number;
  /** The other member of a direct room. */
  peer?: Profile;
  /** Of a private room without a title: other members and invited users by id, at most `mostOthers`. */
  others?: User[];
  /** Set while I am invited and have not answered; `room` is then without its `data`. */
  invitation?: Invitation;
  /** The active group call. In a cluster, a few seconds late if nobody is in the room. */
  groupCall?: GroupCall;
  /** I silenced its notifications until then, ms since the epoch. */
  silencedUntil?: number;
}

/** The part of a private room that an invited user sees. */
export interface Invitation {
  by: User;
  /** ms since the epoch. */
  at: number;
  /** Number of members, counted up to 100. */
  members: number;
}

/** How far a client knows a room: it has all changes up to `rev` of this `epoch`. */
export interface Since {
  epoch: string;
  rev: number;
}

/** The result of `room:join`. */
export interface RoomSnapshot {
  room: Room;
  me: Member;
  can: Can;
  /** Members who are present, at most 50. In a resume also those whose membership changed, present or not. */
  members: Member[];
  /** In a resume: ids of users whose membership ended since. */
  left?: string[];
  /** How many users are present. */
  occupancy: number;
  /** Messages of others after `readSeq`, counted up to 1,000. */
  unread: number;
  /** Unread messages that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: number[];
  /** The `seq` of my read marker. */
  readSeq: number;
  /** How often the marker has moved back; absent: never. */
  readTurn?: number;
  epoch: string;
  rev: number;
  /** Highest `seq` in the room. */
  seq: number;
  mode: 'snapshot' | 'resume' | 'reset';
  /**
   * Snapshot and reset: the newest page by `seq`. Resume: every message changed since, by `rev`. If a message
   * has a greater `rev` than the snapshot, the event of that change follows.
   */
  messages: Message[];
  /** There are older messages (snapshot, reset). */
  hasMore: boolean;
  /** I may not read messages up to this `seq`: I joined later, or was removed and came back. */
  visibleAfter?: number;
  /** Messages created before this time were deleted by retention, ms since the epoch. */
  keptSince?: number;
  /** The other member of a direct room. */
  peer?: User;
  /** Ids of the users whom I have blocked; absent: none. */
  blocked?: string[];
  /** The ids of `unsure` that are stored as messages of mine. */
  stored?: string[];
}

export const retentionSchema = v.union([
  v.picklist(['forever', 'ephemeral']),
  v.object({ days: v.number() }),
]);

/** Of the settings that limit what participants may send. */
export const modeSchemas = {
  approval: v.optional(v.picklist(['off', 'guests', 'everyone', 'links'])),
  emojiOnly: v.optional(v.boolean()),
  allowLinks: v.optional(v.boolean()),
  privateMessages: v.optional(v.picklist(['nobody', 'hosts', 'everybody'])),
  allowedReactions: v.optional(v.union([v.literal('all'), v.array(v.string())])),
};

export const roomSchema = schemaOf<Room>()(
  v.object({
    id: v.string(),
    type: v.picklist(['public', 'private', 'direct']),
    title: v.string(),
    createdBy: v.pipe(v.string(), v.description('user id')),
    createdAt: timestamp,
    phase: v.picklist(['scheduled', 'open', 'ended']),
    startsAt: optionalTime,
    endsAt: optionalTime,
    reminded: v.optional(
      v.pipe(
        v.object({ startsAt: timestamp, beforeMs: v.number() }),
        v.description('the last reminder that members got of the start'),
      ),
    ),
    history: v.picklist(['all', 'since-join']),
    retention: retentionSchema,
    frozen: v.pipe(v.boolean(), v.description('only moderators may send')),
    slowModeSeconds: v.number(),
    ...modeSchemas,
    ...liveSchemas,
    recording: v.optional(v.pipe(roomRecordingSchema, v.description('the recording in progress'))),
    spotlight: v.optional(v.pipe(spotlightSchema, v.description('the message or question on stage'))),
    ...encryptionSchemas,
    data: jsonObject,
  }),
);

const invitation = schemaOf<Invitation>()(
  v.object({
    by: userSchema,
    at: timestamp,
    members: v.pipe(count, v.description('number of members, counted up to 100')),
  }),
);

export const roomSummarySchema = schemaOf<RoomSummary>()(
  v.object({
    room: roomSchema,
    unread: v.pipe(count, v.description('messages of others, counted up to 1,000')),
    unreadMentions: unreadMentionsSchema,
    lastMessage: v.optional(messageSchema),
    activeAt: timestamp,
    occupancy: v.optional(v.pipe(count, v.description('users present; absent for an invitation'))),
    peer: v.optional(profileSchema),
    others: v.optional(v.pipe(v.array(userSchema), v.description('of a private room without a title'))),
    invitation: v.optional(invitation),
    groupCall: v.optional(v.pipe(groupCallSchema, v.description('the active group call'))),
    silencedUntil: optionalTime,
  }),
);

const granted = v.boolean();
export const canSchema = schemaOf<Can>()(
  v.object(Object.fromEntries(rights.map((right) => [right, granted])) as Record<keyof Can, typeof granted>),
);

export const roomSnapshotSchema = schemaOf<RoomSnapshot>()(
  v.object({
    room: roomSchema,
    me: memberSchema,
    can: canSchema,
    members: v.array(memberSchema),
    left: v.optional(v.array(v.string())),
    occupancy: count,
    unread: count,
    unreadMentions: unreadMentionsSchema,
    mentionSeqs: v.array(count),
    readSeq: count,
    readTurn: v.optional(count),
    epoch: v.string(),
    rev: count,
    seq: count,
    mode: v.picklist(['snapshot', 'resume', 'reset']),
    messages: v.array(messageSchema),
    hasMore,
    keptSince: optionalTime,
    visibleAfter: v.optional(count),
    peer: v.optional(userSchema),
    blocked: v.optional(v.pipe(v.array(v.string()), v.description('ids of users whom I have blocked'))),
    stored: v.optional(v.array(v.string())),
  }),
);

const days = v.strictObject({
  days: v.pipe(v.number(), v.minValue(1, 'must be at least 1'), v.maxValue(36_500)),
});

/** Most emoji in the setting `allowedReactions`. */
export const mostAllowedReactions = 50;

const settings = {
  title: v.optional(title),
  startsAt: v.optional(time),
  endsAt: v.optional(time),
  history: v.optional(v.picklist(['all', 'since-join'])),
  frozen: v.optional(v.boolean()),
  slowModeSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400))),
  ...modeSchemas,
  ...liveSchemas,
  allowedReactions: v.optional(
    v.union([
      v.literal('all'),
      v.pipe(
        v.array(emoji),
        v.maxLength(mostAllowedReactions, `must be at most ${mostAllowedReactions} emoji`),
      ),
    ]),
  ),
  data: v.optional(data),
};

/** Most users that can be invited when a private room is created. */
export const mostInvitedAtOnce = 50;

export const roomCommands = {
  'room:create': command<Room>()({
    http: 'POST /rooms',
    creates: true,
    rate: 'joins',
    summary:
      'Create a room that I own; of type direct: get the direct room of me and the user in userIds, or create it',
    input: v.strictObject({
      roomId: v.optional(id),
      type: v.optional(v.picklist(['public', 'private', 'direct'])),
      // Direct: the other member. Private: the users to invite.
      userIds: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(mostInvitedAtOnce))),
      phase: v.optional(v.picklist(['scheduled', 'open'])),
      retention: v.optional(v.union([v.picklist(['forever', 'ephemeral']), days])),
      encryption: encryptionSchemas.encryption,
      // return: returns an existing room of this roomId if I may read it. Default: fails with room_exists.
      ifExists: v.optional(v.picklist(['fail', 'return'])),
      ...settings,
    }),
    output: roomSchema,
  }),
  'room:list': command<{ rooms: RoomSummary[]; hasMore: boolean }>()({
    http: 'GET /rooms',
    summary:
      'List the rooms that I belong to or have joined, by id (admins: all rooms, or those of a user); by type direct, phase or start',
    input: v.strictObject({
      after: v.optional(id),
      limit,
      type: v.optional(v.literal('direct')),
      /** Of this user, in place of mine (admins). */
      userId: v.optional(id),
      // Only these rooms, and only rooms in these phases.
      roomIds: v.optional(
        v.pipe(
          v.array(id),
          v.minLength(1, 'must name a room'),
          v.maxLength(pageSize.max, 'must be at most 100 rooms'),
        ),
      ),
      phases: v.optional(
        v.pipe(v.array(v.picklist(['scheduled', 'open', 'ended'])), v.minLength(1, 'must name a phase')),
      ),
      // Only rooms that start at this time or later, and before that time.
      startsFrom: v.optional(time),
      startsBefore: v.optional(time),
    }),
    output: v.object({ rooms: v.array(roomSummarySchema), hasMore }),
  }),
  'room:get': command<Room>()({
    http: 'GET /rooms/:roomId',
    summary: 'Get a room that I may join',
    input: v.strictObject({ roomId: id }),
    output: roomSchema,
  }),
  'room:update': command<Room>()({
    http: 'PATCH /rooms/:roomId',
    summary: 'Change the settings of a room',
    input: v.strictObject({
      roomId: id,
      phase: v.optional(v.picklist(['scheduled', 'open'])),
      // Owners only: messages that it expires cannot be restored.
      retention: v.optional(v.union([v.literal('forever'), days])),
      ...settings,
    }),
    output: roomSchema,
  }),
  'room:end': command<Room>()({
    http: 'PUT /rooms/:roomId/end',
    summary: 'End a room: it stays readable, but nobody can send to it',
    input: v.strictObject({ roomId: id }),
    output: roomSchema,
  }),
  'room:join': command<RoomSnapshot>()({
    http: 'POST /rooms/:roomId/join',
    rate: 'joins',
    summary: 'Join a room and return its snapshot; over REST without becoming present',
    input: v.strictObject({
      roomId: id,
      since: v.optional(v.strictObject({ epoch: v.pipe(v.string(), v.maxLength(128)), rev: position })),
      // Ids of my messages that failed: another connection of mine may have stored them.
      unsure: v.optional(v.pipe(v.array(messageId), v.maxLength(mostUnsure))),
    }),
    output: roomSnapshotSchema,
  }),
  'room:leave': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/leave',
    summary: 'Leave a room; in a private room this ends the membership unless keep is true',
    // keep: only stop being present, as by closing the page. forget: remove a public room from my list until
    // I join again.
    input: v.strictObject({ roomId: id, keep: v.optional(v.boolean()), forget: v.optional(v.boolean()) }),
    output: nothing,
  }),
};
