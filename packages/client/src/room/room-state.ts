import {
  mentionsUser,
  type capabilities,
  mentionsCounted,
  isThreadOnly,
  type Author,
  type Can,
  type ChatEvent,
  type EventOf,
  type LeftReason,
  type Member,
  type Message,
  type Room,
  type RoomSnapshot,
  type Since,
  type User,
} from '@chat/protocol';
import {
  emptyLog,
  forgetBefore,
  hideUpTo,
  indexOf,
  putMessage,
  resetLog,
  type MessageLog,
} from '../messages/message-log.ts';
import type { ExtraMessages } from './extra-messages.ts';
import type { withOwnReactions } from '../messages/own-reactions.ts';
import { applyRead, countOthers, putReceipts, type OtherMark } from './read-state.ts';
import { emptyMemberList, type MemberListState } from './member-list.ts';

/** Everything known of a room. Immutable; changed by the pure functions below alone. */
export interface RoomCore {
  since: Since | null;
  /** Highest `seq` up to `since`: the log may hold later messages of ours, whose answer was faster than their event. */
  seq: number;
  /** Of those, the `seq` of new ones that a resume has shown as they are after it: their events, still to come, call them changed. */
  unannounced: ReadonlySet<number>;
  room: Room | null;
  me: Member | null;
  /** In a direct room: the other. */
  peer: User | null;
  can: Can | null;
  log: MessageLog;
  /** Threads, pinned messages, and those that others answer. Null: nobody has wanted any. */
  extra: ExtraMessages | null;
  memberList: MemberListState;
  /** What has changed the roster, in order, and is not in it yet: what works it out is still being loaded. */
  pendingMembers: readonly MemberSource[];
  /** My watermark. */
  readSeq: number;
  /** How often it has gone back. */
  readTurn: number;
  /** What the server said of both when it last told me all, as `watermark` writes it. */
  reportedMarker: string;
  /** Messages of others above it, up to `countedTo`, as counted by the server; used where the log does not reach that far. */
  counted: number;
  /** Above this `seq` the log counts. */
  countedTo: number;
  /** `seq` of messages above it that mention me, ascending. */
  mentions: readonly number[];
  /** The server had more of them than it names at once. */
  mentionsCut: boolean;
  receipts: Readonly<Record<string, OtherMark>>;
  typing: { users: readonly Author[]; count: number };
  /** Why we are no longer in the room. */
  left: LeftReason | null;
}

/** Who looks at the room, and when, ms since the epoch. */
export interface Viewer {
  user: User;
  now: number;
  /** Works out rights. */
  rights: typeof capabilities;
  /** Works out the roster, once that has been loaded. */
  applyMembers?: ApplyMembers | undefined;
  /** Works out which reactions are mine. */
  withOwnReactions: typeof withOwnReactions;
}

/** What changes who is in a room. */
export type MemberSource =
  | RoomSnapshot
  | EventOf<'presence:changed' | 'member:left' | 'member:invited' | 'member:joined' | 'member:updated'>;

/** The room with its roster after all that was not in it yet, and `source`. */
export type ApplyMembers = (core: RoomCore, self: string, source?: MemberSource) => RoomCore;

const nobody = { users: [], count: 0 } as const;

export const emptyCore: RoomCore = {
  since: null,
  seq: 0,
  unannounced: new Set(),
  room: null,
  me: null,
  peer: null,
  can: null,
  log: emptyLog,
  extra: null,
  memberList: emptyMemberList,
  pendingMembers: [],
  readSeq: 0,
  readTurn: 0,
  reportedMarker: '',
  counted: 0,
  countedTo: 0,
  mentions: [],
  mentionsCut: false,
  receipts: {},
  typing: nobody,
  left: null,
};

/** What to do with an event: it is known already, it is the next, something before it is missing, or it has no place in the order. */
export const placeOf = (core: RoomCore, event: ChatEvent): 'known' | 'next' | 'missing' | 'now' => {
  if (!('rev' in event)) return 'now';
  if (core.since === null) return 'missing';
  if (event.rev <= core.since.rev) return 'known';
  return event.rev === core.since.rev + 1 ? 'next' : 'missing';
};

/** A message that nobody was told of as new. */
export const isNews = (core: RoomCore, { seq }: Message): boolean =>
  seq > core.seq || core.unannounced.has(seq);

/** An event as it is to be told: a message that was changed before we heard of it is new. */
export const asEmitted = (before: RoomCore, event: ChatEvent): ChatEvent =>
  (event.type === 'message:updated' || event.type === 'message:deleted') && isNews(before, event.message)
    ? { type: 'message:created', roomId: event.roomId, rev: event.rev, message: event.message }
    : event;

/** The room after the next event. The caller has asked `placeOf`. */
export const applyEvent = (core: RoomCore, event: ChatEvent, viewer: Viewer): RoomCore => {
  const changed = reduce(core, event, viewer);
  if (!('rev' in event) || changed.since === null) return changed;
  return { ...changed, since: { ...changed.since, rev: event.rev } };
};

const reduce = (core: RoomCore, event: ChatEvent, viewer: Viewer): RoomCore => {
  const self = viewer.user.id;
  switch (event.type) {
    case 'message:created':
      return {
        ...withoutTyping(putStored(core, event.message, self), event.message.author.id),
        seq: Math.max(core.seq, event.message.seq),
      };
    case 'message:updated': {
      const known = knownAs(core, event.message);
      const own = event.by === self ? event.reaction : undefined;
      return withAnnounced(
        putStored(core, viewer.withOwnReactions(event.message, known, self, own), self),
        event.message,
      );
    }
    case 'message:deleted':
      return withAnnounced(putStored(core, event.message, self), event.message);
    case 'member:invited':
    case 'member:joined':
    case 'member:updated':
      return putMembership(core, event, viewer);
    case 'member:left':
      if (event.userId === self)
        return { ...core, since: null, left: event.reason, can: null, typing: nobody };
      return withMembers(core, event, viewer);
    case 'room:updated':
    case 'room:ended':
      return withRights({ ...core, room: event.room }, viewer);
    case 'receipt:updated':
      return event.userId === self
        ? applyRead(core, event.seq, event.turn ?? 0)
        : putReceipts(core, [event], self);
    case 'receipt:delivered':
      return putReceipts(core, event.receipts, self);
    case 'message:expired':
      return withoutExpired(core, event.before);
    case 'typing:changed':
      return { ...core, typing: { users: event.users, count: event.count } };
    case 'presence:changed':
      return withMembers({ ...core, peer: newest(core.peer, event) }, event, viewer);
    case 'reaction:burst':
    case 'room:changed': // of the list of rooms
    case 'room:removed':
    case 'skip':
    case 'missed':
    case 'report:changed':
    case 'call:changed':
    case 'call:signal':
      return core;
    default:
      return core; // an event of a newer server still counts
  }
};

/** The room after a join was answered, in any of the three modes. */
export const applySnapshot = (core: RoomCore, snapshot: RoomSnapshot, viewer: Viewer): RoomCore => {
  const { room, me, can, epoch, rev, mode, messages, hasMore } = snapshot;
  const sameEpoch = core.since?.epoch === epoch;
  const base = sameEpoch ? core : emptyCore;
  const known =
    mode === 'resume'
      ? messages.filter((message) => !isThreadOnly(message)).reduce(putMessage, base.log)
      : resetLog(base.log, { messages, hasMore }, sameEpoch);
  const log = hideUpTo(known, snapshot.visibleAfter);
  const extra = mode === 'resume' ? base.extra : core.extra;
  const { readTurn = 0 } = snapshot;
  // What I have read in the same turn may not have been said yet.
  const readSeq = readTurn === base.readTurn ? Math.max(base.readSeq, snapshot.readSeq) : snapshot.readSeq;
  const next: RoomCore = {
    ...base,
    since: { epoch, rev },
    seq: snapshot.seq,
    unannounced: new Set(
      mode === 'resume'
        ? messages.filter((message) => message.rev > rev && isNews(base, message)).map(({ seq }) => seq)
        : [],
    ),
    room,
    me,
    peer: snapshot.peer ?? null,
    can,
    log,
    extra: extra && extra.withSnapshot(snapshot),
    memberList: emptyMemberList,
    pendingMembers: [],
    readSeq,
    readTurn,
    reportedMarker: readMarkerOf(epoch, readTurn, snapshot.readSeq),
    counted: snapshot.unread - countOthers(log, log.from - 1, viewer.user.id),
    countedTo: log.from - 1,
    mentions: snapshot.mentionSeqs.filter((seq) => seq > readSeq),
    mentionsCut: snapshot.mentionSeqs.length >= mentionsCounted,
    typing: nobody,
    left: null,
  };
  const listed = withMembers(next, snapshot, viewer);
  return snapshot.keptSince === undefined ? listed : withoutExpired(listed, snapshot.keptSince);
};

/** The room without messages created before a moment, which are no longer kept. */
const withoutExpired = (core: RoomCore, before: number): RoomCore => {
  const log = forgetBefore(core.log, before);
  return {
    ...core,
    log,
    mentions: core.mentions.filter((seq) => seq < log.from || log.items.some((each) => each.seq === seq)),
    extra: core.extra && core.extra.withoutExpired(before),
  };
};

const withAnnounced = (core: RoomCore, { seq }: Message): RoomCore =>
  core.unannounced.has(seq)
    ? { ...core, unannounced: new Set([...core.unannounced].filter((each) => each !== seq)) }
    : core;

/** The room with a message that the server has stored, from an event or an answer. */
export const putStored = (before: RoomCore, message: Message, self: string): RoomCore => {
  const extra = before.extra && before.extra.withStored(before, message);
  const known = extra === before.extra ? before : { ...before, extra };
  if (isThreadOnly(message)) return known;
  const log = putMessage(known.log, message);
  if (log !== known.log) return { ...withMention(known, message, self), log };
  // An answer may have shown it, and have counted before.
  const held = log.items[indexOf(log.items, message.seq)];
  return held?.id === message.id ? withMention(known, held, self) : known;
};

/** How far somebody has read, in which turn, in which life of the room. */
export const readMarkerOf = (...told: [epoch: string | undefined, turn: number, seq: number]): string =>
  told.join();

/** The room with a message among those that mention me, or no longer among them. */
const withMention = (core: RoomCore, message: Message, self: string): RoomCore => {
  const { seq } = message;
  const isCalled = seq > core.readSeq && mentionsUser(message, self);
  if (isCalled === core.mentions.includes(seq)) return core;
  const others = core.mentions.filter((each) => each !== seq);
  return { ...core, mentions: isCalled ? [...others, seq].sort((a, b) => a - b) : others };
};

/** The message as it is held, wherever it stands. */
export const knownAs = ({ log, extra }: RoomCore, message: Message): Message | undefined =>
  [log.items[indexOf(log.items, message.seq)], extra?.known(message)].find((held) => held?.id === message.id);

/** The room with my rights as they are at `viewer.now`. */
export const withRights = (core: RoomCore, viewer: Pick<Viewer, 'user' | 'now' | 'rights'>): RoomCore => {
  const { room, me } = core;
  if (room === null || me === null) return core;
  const role = viewer.user.role ?? me.role;
  return { ...core, can: viewer.rights(room, { role, mutedUntil: me.mutedUntil }, viewer.now) };
};

/** Returns the other member of a direct room with the name and picture that they have since. */
const newest = (peer: User | null, { joined, updated }: EventOf<'presence:changed'>): User | null =>
  [...joined, ...updated].find(({ user }) => user.id === peer?.id)?.user ?? peer;

const withMembers = (core: RoomCore, source: MemberSource, { applyMembers, user }: Viewer): RoomCore => {
  if (applyMembers) return applyMembers(core, user.id, source);
  const { occupancy } = { ...core.memberList, ...source };
  return {
    ...core,
    memberList: { ...core.memberList, occupancy },
    pendingMembers: [...core.pendingMembers, source],
  };
};

const putMembership = (
  core: RoomCore,
  event: EventOf<'member:invited' | 'member:joined' | 'member:updated'>,
  viewer: Viewer,
): RoomCore => {
  const { member } = event;
  const changed = withMembers(core, event, viewer);
  if (member.user.id !== viewer.user.id) return changed;
  return withRights({ ...changed, me: member }, viewer);
};

const withoutTyping = (core: RoomCore, userId: string): RoomCore => {
  const users = core.typing.users.filter((user) => user.id !== userId);
  if (users.length === core.typing.users.length) return core;
  return { ...core, typing: { users, count: Math.max(users.length, core.typing.count - 1) } };
};
