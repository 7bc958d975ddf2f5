import { defaultLimits, type Room, type User } from '@chat/protocol';
import type { ImportedMessage } from '../storage/contract/import-change.ts';
import type { StoredUser } from '../storage/contract/storage.ts';
import type { StoredProfile } from '../storage/contract/profile-store.ts';
import type { StoredMember } from '../storage/contract/records.ts';
import { cleanName, cleanText, cleanTitle, splitText } from './clean-text.ts';
import type { ImportedIds } from './imported-ids.ts';
import { reactionEmoji } from './reaction-emoji.ts';
import type { ImportReport } from './report.ts';
import type {
  OwnMember,
  OwnRoom,
  OwnUser,
  SourceFile,
  SourceMember,
  SourceMessage,
  SourceRoom,
  SourceUser,
} from './source.ts';
import type { Spool, SpooledMessage } from './spool.ts';

/** A message as it is stored, but for its files, which are stored first. */
export interface TranslatedMessage {
  author: User;
  at: number;
  order: number;
  message: ImportedMessage;
  files: TranslatedFile[];
  /** Names it in the report. */
  what: string;
}

export interface TranslatedFile extends SourceFile {
  /** Of an own export, where files have their ids and data. */
  fileId?: string;
}

export interface TranslateDeps {
  ids: ImportedIds;
  report: ImportReport;
  spool: Pick<Spool, 'find' | 'firstAt' | 'members'>;
  users: ReadonlyMap<string, SourceUser | OwnUser>;
  prefix: string;
  /** Public rooms of the source stay public. */
  keepsPublic: boolean;
  maxTextLength: number;
}

const { maxPins, maxReactionEmoji, maxFilesPerMessage } = defaultLimits;
const mostMentions = 50;
const unknownName = 'Unknown user';

/** Turns what an export has into what is stored. */
export interface Translate {
  user(user: SourceUser | OwnUser): StoredUser & { profile?: StoredProfile };
  room(room: SourceRoom | OwnRoom): Room;
  member(member: SourceMember | OwnMember, room: Room): Omit<StoredMember, 'rev'>;
  /** Returns none if nothing of it can be carried, several if its text is too long for one. */
  message(spooled: SpooledMessage, pins: { count: number }): TranslatedMessage[];
}

export const createTranslate = (deps: TranslateDeps): Translate => {
  const { ids, report, users } = deps;

  const userOf = (sourceId: string): User => {
    const known = users.get(sourceId);
    if (known !== undefined && 'own' in known) return known.own.user;
    const { name = '', bot } = known ?? {};
    return {
      id: ids.user(sourceId),
      name: cleanName(name, unknownName),
      ...(bot ? { bot: true as const } : {}),
    };
  };

  const authorOf = ({ author, authorName, isBot }: SourceMessage): User => {
    const user = userOf(author ?? 'unknown');
    return {
      ...user,
      ...(authorName === undefined ? {} : { name: cleanName(authorName, user.name) }),
      ...(isBot ? { bot: true as const } : {}),
    };
  };

  return {
    user: (user) => {
      if (!('own' in user)) return { user: userOf(user.id) };
      return { ...user.own, ...(user.profile ? { profile: user.profile } : {}) };
    },
    room: (room) => ('own' in room ? room.own : roomOf(room, deps)),
    member: (member, room) => {
      if ('own' in member) return member.own;
      const joinedAt = member.joinedAt ?? room.createdAt;
      const role = room.type === 'direct' ? 'member' : (member.role ?? 'member');
      return { user: userOf(member.userId), role, state: 'joined', joinedAt, joinedSeq: 0 };
    },
    message: (spooled, pins) => {
      const { message: given, order } = spooled;
      const { roomId, at } = given;
      if ('own' in given) {
        const { own, author, id, paths } = given;
        const files = own.attachments.map(({ fileId, name, type }) => ({
          fileId,
          name,
          type,
          path: paths[fileId],
        }));
        const what = describe(roomId, at, author.name, own.text);
        return [{ author, at, order, message: { ...own, id }, files, what }];
      }
      const author = authorOf(given);
      const what = describe(roomId, at, author.name, given.text);
      const content = contentOf(given, spooled, { deps, what, pins });
      const files = (given.files ?? []).slice(0, maxFilesPerMessage);
      for (const { name } of (given.files ?? []).slice(maxFilesPerMessage))
        report.note('lost', `more than ${maxFilesPerMessage} files in one message`, `${name}: ${what}`);
      const text = content.text.trim() === '' ? '' : content.text;
      if (text === '' && files.length === 0) {
        report.note('lost', 'messages without a text and files', what);
        return [];
      }
      const [first = '', ...more] = splitText(text, deps.maxTextLength);
      if (more.length > 0)
        report.note('changed', `texts above ${deps.maxTextLength} characters are several messages`, what);
      const idOf = (part: number): string => ids.message(roomId, given.id, at, part);
      const { threadId, alsoToRoom, mentions } = content;
      const placed = { ...(threadId ? { threadId } : {}), ...(alsoToRoom ? { alsoToRoom } : {}) };
      const rest = more.map((part, index): TranslatedMessage => {
        const message = { ...plainMessage(idOf(index + 1), part), ...placed, mentions };
        return { author, at, order, message, files: [], what };
      });
      return [{ author, at, order, message: { ...content, id: idOf(0), text: first }, files, what }, ...rest];
    },
  };
};

const plainMessage = (id: string, text: string): ImportedMessage => ({
  id,
  kind: 'text',
  text,
  attachments: [],
  mentions: [],
  reactors: [],
  versions: [],
});

/** Names a message in the report. */
const describe = (roomId: string, at: number, author: string, text: string): string => {
  const begin = text.replace(/\s+/gu, ' ').slice(0, 60).toWellFormed();
  return `${roomId} ${new Date(at).toISOString()} ${author}: ${begin}`;
};

interface ContentContext {
  deps: TranslateDeps;
  what: string;
  /** Pinned messages of the room so far. */
  pins: { count: number };
}

const contentOf = (
  given: SourceMessage,
  { reactions, edits }: SpooledMessage,
  { deps, what, pins }: ContentContext,
): ImportedMessage => {
  const { ids, report } = deps;
  const { roomId, at, replyTo, versions = [] } = given;
  const texts = [...versions, { text: given.text, at: given.editedAt ?? at }, ...edits].map(
    (each, index) => ({
      text: cleanText(each.text),
      at: index === 0 ? at : each.at,
    }),
  );
  const last = texts.at(-1);
  const editedAt = edits.at(-1)?.at ?? given.editedAt;
  const quoted = replyTo === undefined ? null : deps.spool.find(roomId, replyTo);
  if (replyTo !== undefined && quoted === null)
    report.note('changed', 'replies to messages that the export does not have are plain messages', what);
  const isPinned = given.pinned === true && pins.count < maxPins;
  if (isPinned) pins.count += 1;
  else if (given.pinned) report.note('lost', `pins: a room has at most ${maxPins}`, what);
  const apart = reactions.map(({ emoji, userId }) => ({ emoji, userIds: [userId] }));
  return {
    ...plainMessage('', last?.text ?? ''),
    ...threadOf(given, deps, what),
    ...(replyTo !== undefined && quoted ? { replyTo: ids.message(roomId, replyTo, quoted.at) } : {}),
    mentions: [...new Set((given.mentions ?? []).map(ids.user))].slice(0, mostMentions),
    ...(given.mentionsAll ? { mentionsAll: true as const } : {}),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(isPinned ? { pinnedAt: at } : {}),
    reactors: reactorsOf([...(given.reactions ?? []), ...apart], deps, what),
    versions: texts.slice(0, -1).filter(({ text }, index) => text !== texts[index + 1]?.text),
  };
};

const deepest = 10;

const threadOf = (
  { roomId, id, thread, threadAt, alsoToRoom }: SourceMessage,
  { ids, report, spool }: TranslateDeps,
  what: string,
): Pick<ImportedMessage, 'threadId' | 'alsoToRoom'> => {
  if (thread === undefined || thread === id) return {};
  let root = thread;
  let found = spool.find(roomId, root);
  // Threads have one level here: a reply to a reply is in the thread of the first message.
  for (let depth = 0; found?.thread && found.thread !== root && depth < deepest; depth += 1) {
    root = found.thread;
    found = spool.find(roomId, root);
  }
  const at = found?.at ?? (root === thread ? threadAt : undefined);
  if (at === undefined) {
    report.note('changed', withoutThread, what);
    return {};
  }
  return { threadId: ids.message(roomId, root, at), ...(alsoToRoom ? { alsoToRoom: true as const } : {}) };
};

export const withoutThread = 'replies in a thread whose first message is missing are plain messages';

const reactorsOf = (
  given: readonly { emoji: string; userIds: string[] }[],
  { ids, report }: TranslateDeps,
  what: string,
): ImportedMessage['reactors'] => {
  const byEmoji = new Map<string, Set<string>>();
  for (const { emoji: name, userIds } of given) {
    if (userIds.length === 0) continue;
    const reaction = reactionEmoji(name);
    if (reaction === null) {
      report.note('lost', 'reactions that are no emoji', `${name}: ${what}`);
      continue;
    }
    const { emoji, isCustom } = reaction;
    if (isCustom && !byEmoji.has(emoji))
      report.note('changed', 'custom emoji show as :name: until the server has one of this name', emoji);
    if (!byEmoji.has(emoji) && byEmoji.size >= maxReactionEmoji) {
      report.note(
        'lost',
        `more than ${maxReactionEmoji} different reactions to one message`,
        `${emoji}: ${what}`,
      );
      continue;
    }
    const users = byEmoji.get(emoji) ?? new Set();
    byEmoji.set(emoji, users);
    for (const userId of userIds) users.add(ids.user(userId));
  }
  return [...byEmoji].map(([emoji, users]) => ({ emoji, userIds: [...users] }));
};

const maxTopicLength = 1_000;

const roomOf = (room: SourceRoom, { ids, spool, report, prefix, keepsPublic }: TranslateDeps): Room => {
  const { id, topic, archived = false } = room;
  const memberIds = [...new Set(spool.members(id).map(({ userId }) => ids.user(userId)))];
  const [one, other] = memberIds;
  const isDirect =
    room.type === 'direct' && one !== undefined && other !== undefined && memberIds.length === 2;
  const isPublic = room.type === 'public' && keepsPublic;
  if (room.type === 'public' && !keepsPublic)
    report.note(
      'changed',
      'public rooms are private, for their members; --public keeps them public',
      room.title,
    );
  const imported = { from: prefix, id, ...(topic ? { topic: topic.slice(0, maxTopicLength) } : {}) };
  return {
    id: isDirect ? ids.direct(one, other) : ids.room(id),
    type: isDirect ? 'direct' : isPublic ? 'public' : 'private',
    title: isDirect ? '' : cleanTitle(room.title),
    createdBy: room.createdBy === undefined ? (one ?? `${prefix}-import`) : ids.user(room.createdBy),
    createdAt: room.createdAt ?? spool.firstAt(id) ?? 0,
    phase: 'open',
    history: 'all',
    retention: 'forever',
    frozen: archived && !isDirect,
    slowModeSeconds: 0,
    data: isDirect ? {} : { imported },
  };
};
