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

/** Everything known of a room. Immutable: changed by the pure functions below only. */
export interface RoomCore {
  since: Since | null;
  /**
   * Highest `seq` at `since`. The log may have later messages of ours, whose response came before their
   * event.
   */
  seq: number;
  /**
   * `seq` of new messages that a resume contained in a later state: the events that follow are about changes.
   */
  unannounced: ReadonlySet<number>;
  room: Room | null;
  me: Member | null;
  /** The other member of a direct room. */
  peer: User | null;
  can: Can | null;
  log: MessageLog;
  /** Threads, pinned messages, and messages that others reply to. Null: none were requested. */
  extra: ExtraMessages | null;
  memberList: MemberListState;
  /** Changes of the member list, in order, to be applied when their code is loaded. */
  pendingMembers: readonly MemberSource[];
  /** The `seq` of my read marker. */
  readSeq: number;
  /** How often the marker has moved back. */
  readTurn: number;
  /** The marker in the last snapshot, as `readMarkerOf` writes it. */
  reportedMarker: string;
  /**
   * Unread messages up to `countedTo`, counted by the server; used while the log does not reach the marker.
   */
  counted: number;
  /** Unread messages above this `seq` are counted in the log. */
  countedTo: number;
  /** `seq` of unread messages that mention me, ascending. */
  mentions: readonly number[];
  /** There are more of them than the server names at once. */
  mentionsCut: boolean;
  receipts: Readonly<Record<string, OtherMark>>;
  /** Ids of the users whom I have blocked. */
  blocked: readonly string[];
  typing: { users: readonly Author[]; count: number };
  /** Why I am no longer in the room. */
  left: LeftReason | null;
}

/** The user of the room, the time, ms since the epoch, and code that may not be loaded yet. */
export interface Viewer {
  user: User;
  now: number;
  /** Computes rights. */
  rights: typeof capabilities;
  /** Updates the member list; undefined until it is loaded. */
  applyMembers?: ApplyMembers | undefined;
  /** Computes which reactions are mine. */
  withOwnReactions: typeof withOwnReactions;
}

/** Events that change the member list. */
export type MemberSource =
  | RoomSnapshot
  | EventOf<'presence:changed' | 'member:left' | 'member:invited' | 'member:joined' | 'member:updated'>;

/** Applies all pending changes of the member list, and `source`. */
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
  blocked: [],
  typing: nobody,
  left: null,
};

/**
 * Returns whether a durable event is known already, the next one, or after a missing one; `now` for ephemeral
 * events.
 */
export const placeOf = (core: RoomCore, event: ChatEvent): 'known' | 'next' | 'missing' | 'now' => {
  if (!('rev' in event)) return 'now';
  if (core.since === null) return 'missing';
  if (event.rev <= core.since.rev) return 'known';
  return event.rev === core.since.rev + 1 ? 'next' : 'missing';
};

/** Returns whether a message was not announced as new yet. */
export const isNews = (core: RoomCore, { seq }: Message): boolean =>
  seq > core.seq || core.unannounced.has(seq);

/** Returns an event as it is emitted: the change of a message that was not announced becomes its creation. */
export const asEmitted = (before: RoomCore, event: ChatEvent): ChatEvent =>
  (event.type === 'message:updated' || event.type === 'message:deleted') && isNews(before, event.message)
    ? { type: 'message:created', roomId: event.roomId, rev: event.rev, message: event.message }
    : event;

/** Applies the next event. The caller has checked `placeOf`. */
export const applyEvent = (core: RoomCore, event: ChatEvent, viewer: Viewer): RoomCore => {
  const changed = reduce(core, event, viewer);
  if (!('rev' in event) || changed.since === null) return changed;
  return { ...changed, since: { ...changed.since, rev: event.rev } };
};

const reduce = (core: RoomCore, event: ChatEvent, viewer: Viewer): RoomCore => {
  const self = viewer.user.id;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- names of other events would load with the first view
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
    case 'blocked:changed':
      return { ...core, blocked: event.userIds };
    case 'typing:changed':
      return { ...core, typing: { users: event.users, count: event.count } };
    case 'presence:changed':
      return withMembers({ ...core, peer: newest(core.peer, event) }, event, viewer);
    default:
      return core; // other events do not change it; those of newer servers still have a `rev`
  }
};

/** Applies the snapshot of a join, in any of the three modes. */
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
  const { readTurn = 0, blocked = [] } = snapshot;
  // The marker may be further here: its report may not have been sent yet.
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
    blocked,
    counted: snapshot.unread - countOthers(log, log.from - 1, viewer.user.id, blocked),
    countedTo: log.from - 1,
    mentions: snapshot.mentionSeqs.filter((seq) => seq > readSeq),
    mentionsCut: snapshot.mentionSeqs.length >= mentionsCounted,
    typing: nobody,
    left: null,
  };
  const listed = withMembers(next, snapshot, viewer);
  return snapshot.keptSince === undefined ? listed : withoutExpired(listed, snapshot.keptSince);
};

/** Removes messages created before a time, which retention has deleted. */
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

/** Adds a stored message from an event or a response. */
export const putStored = (before: RoomCore, message: Message, self: string): RoomCore => {
  const extra = before.extra && before.extra.withStored(before, message);
  const known = extra === before.extra ? before : { ...before, extra };
  if (isThreadOnly(message)) return known;
  const log = putMessage(known.log, message);
  if (log !== known.log) return { ...withMention(known, message, self), log };
  // A response may have added it before.
  const held = log.items[indexOf(log.items, message.seq)];
  return held?.id === message.id ? withMention(known, held, self) : known;
};

/** Returns a read marker as a string, for comparison. */
export const readMarkerOf = (...told: [epoch: string | undefined, turn: number, seq: number]): string =>
  told.join();

/** Updates whether a message is among the unread ones that mention me. */
const withMention = (core: RoomCore, message: Message, self: string): RoomCore => {
  const { seq } = message;
  const isCalled =
    seq > core.readSeq && mentionsUser(message, self) && !core.blocked.includes(message.author.id);
  if (isCalled === core.mentions.includes(seq)) return core;
  const others = core.mentions.filter((each) => each !== seq);
  return { ...core, mentions: isCalled ? [...others, seq].sort((a, b) => a - b) : others };
};

/** Returns the loaded version of a message, wherever it is. */
export const knownAs = ({ log, extra }: RoomCore, message: Message): Message | undefined =>
  [log.items[indexOf(log.items, message.seq)], extra?.known(message)].find((held) => held?.id === message.id);

/** Computes my rights at `viewer.now`. */
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
