import { isQuiet, mentionsUser, type Message, type NotificationLevel, type User } from '@chat/protocol';
import { recordingIn } from '../files/recording-in.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { hiddenUpTo } from '../room/room-access.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { StoredNotificationSettings } from '../storage/contract/notification-store.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { effectiveRoleIn } from '../storage/decide/effective-role.ts';
import { emailSentKind, type EmailSentRecord } from '../storage/decide/outbound/emails.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import { blockedBy } from '../users/blocked-users.ts';
import type { Profiles } from '../users/profiles.ts';

/** The name that stands for a message without a text. */
export type WordlessKind = 'voice' | 'audio' | 'video' | 'call' | 'location' | 'attachment';

/** A message in a digest. */
export interface Excerpt {
  author: string;
  text: string;
  /** Used if the text is empty. */
  kind: WordlessKind;
}

/** The unread messages of one room in a digest. */
export interface DigestRoom {
  roomId: string;
  /** Empty for a direct room without a title. */
  title: string;
  unread: number;
  /** The first of them. */
  excerpts: Excerpt[];
  /** The digest before had the messages up to this `seq`, and this one those up to `seq`. */
  after: number;
  seq: number;
}

/** The unread messages of a user. */
export interface Digest {
  rooms: DigestRoom[];
}

/** The unread messages of a user in a room: those to send now, or when some will be old enough. */
export interface UnreadIn {
  room: DigestRoom | null;
  /** ms since the epoch; null: never. */
  dueAt: number | null;
}

export interface DigestDeps {
  storage: ChatStorage;
  rooms: Pick<RoomRegistry, 'open'>;
  onlineUsers: { status(userId: string): { status: string } };
  profiles: Pick<Profiles, 'read'>;
  rules: { afterMs: number; level: NotificationLevel };
  now(): number;
}

const pageLimit = 100;
/** Pages of messages that nobody is e-mailed about, such as joins, until the next look. */
const mostPages = 10;
const mostExcerpts = 3;
const excerptLength = 160;
const mostRooms = 10;
const roomsLooked = 100;
/** When a user who is online, or in quiet hours, is looked at again. */
const postponeMs = 15 * 60_000;

const none: UnreadIn = { room: null, dueAt: null };

const excerptOf = (message: Message): Excerpt => {
  const { text, attachments, author, location, kind, encrypted } = message;
  const recording = recordingIn(message);
  const whole = Array.from(
    text || (recording || encrypted ? '' : attachments.map(({ name }) => name).join(', ')),
  );
  const cut = whole.length > excerptLength ? `${whole.slice(0, excerptLength).join('')}…` : whole.join('');
  const wordless = recording?.kind ?? (kind === 'call' ? 'call' : location ? 'location' : 'attachment');
  return { author: author.name, text: cut, kind: wordless };
};

/** Whether the user wants e-mail about a message in a room. A room without notifications has none. */
const wants = (
  settings: StoredNotificationSettings | null,
  roomId: string,
  byDefault: NotificationLevel,
  mention: boolean,
): boolean => {
  const email = settings?.email ?? byDefault;
  const own = settings && Object.hasOwn(settings.rooms, roomId) ? settings.rooms[roomId] : 'all';
  if (email === 'none' || own === 'none') return false;
  return mention || (email === 'all' && own === 'all');
};

/** Returns what a user may read and has not read in a room, as of now. */
export const unreadIn = async (
  { storage, profiles, rules, now }: DigestDeps,
  { room, user }: { room: LiveRoom; user: User },
): Promise<UnreadIn> => {
  const { id: roomId, timeline, head } = room;
  if (timeline !== storage.timeline) return none;
  const member = await timeline.member(roomId, user.id);
  if (!effectiveRoleIn(head.room, member, user)) return none;
  const { silencedUntil = 0, forgotten } = await storage.preferences.get(user.id, roomId);
  if (forgotten || silencedUntil > now()) return none;
  const mark = await timeline.markRead(roomId, user.id, 0, { at: now() });
  const sent = (await timeline.record(roomId, emailSentKind, user.id))?.body as EmailSentRecord | undefined;
  const read = mark?.readSeq ?? member?.joinedSeq ?? head.seq;
  const after = Math.max(read, hiddenUpTo(room, user, member, mark), sent?.seq ?? 0);
  if (after >= head.seq) return none;
  const blocked = await blockedBy(profiles, user.id);
  const settings = await storage.notifications.settings(user.id);
  const direct = head.room.type === 'direct';
  const isWanted = (message: Message): boolean =>
    message.author.id !== user.id &&
    message.deletedAt === undefined &&
    message.kind !== 'system' &&
    !blocked.has(message.author.id) &&
    wants(settings, roomId, rules.level, direct || mentionsUser(message, user.id));
  // Where only mentions count, what comes before the first one is not read.
  const [start = head.seq + 1] =
    direct || wants(settings, roomId, rules.level, false)
      ? [after + 1]
      : await timeline.mentions(roomId, user.id, after, 1);
  let unread: Message[] = [];
  let from = start - 1;
  for (let pages = 0; pages < mostPages && from < head.seq && unread.length === 0; pages += 1) {
    const page = await timeline.page(roomId, { after: from, limit: pageLimit, reader: user.id });
    unread = withinRetention(page.messages, head.room, now()).filter(isWanted);
    from = page.messages.at(-1)?.seq ?? head.seq;
  }
  const [first] = unread;
  const last = unread.at(-1);
  if (!first || !last) return none;
  const dueAt = first.createdAt + rules.afterMs;
  if (dueAt > now()) return { room: null, dueAt };
  return {
    room: {
      roomId,
      title: direct ? '' : head.room.title || roomId,
      unread: unread.length,
      excerpts: unread.slice(0, mostExcerpts).map(excerptOf),
      after: sent?.seq ?? 0,
      seq: last.seq,
    },
    dueAt: null,
  };
};

/** Returns when to look at a user again who must not get an e-mail now, or null. */
export const postponedUntil = async (
  { storage, onlineUsers, now }: DigestDeps,
  userId: string,
): Promise<number | null> => {
  const { status } = onlineUsers.status(userId);
  const quiet = (await storage.notifications.settings(userId))?.quiet;
  const isAway = status === 'offline' || status === 'away';
  return isAway && !(quiet && isQuiet(quiet, now())) ? null : now() + postponeMs;
};

/** Adds the unread messages of the user's other rooms. */
export const digestOf = async (deps: DigestDeps, user: User, first: DigestRoom): Promise<Digest> => {
  const found = [first];
  const { roomIds } = await deps.storage.timeline.roomsOf(user.id, { limit: roomsLooked });
  for (const roomId of roomIds) {
    if (found.length >= mostRooms) break;
    const room = roomId === first.roomId ? null : await deps.rooms.open(roomId);
    await room?.look();
    const unread = room && (await unreadIn(deps, { room, user })).room;
    if (unread) found.push(unread);
  }
  return { rooms: found };
};
