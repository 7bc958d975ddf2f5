import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readLines } from '../json-stream.ts';
import { outsideCode, withEmoji } from '../reaction-emoji.ts';
import {
  ImportError,
  type SourceFile,
  type SourceMessage,
  type SourceRecord,
  type SourceRoom,
} from '../source.ts';
import { filesIn, notice, pathWithin, skipped, toTime, withoutTime } from './input.ts';

interface RocketUser {
  _id: string;
  username?: string;
  name?: string;
  type?: string;
  emails?: { address?: string }[];
}

interface RocketRoom {
  _id: string;
  /** c: channel, p: private group, d: direct, l: with a visitor, v: voice. */
  t?: string;
  name?: string;
  fname?: string;
  topic?: string;
  ts?: unknown;
  u?: { _id?: string };
  uids?: string[];
  ro?: boolean;
  archived?: boolean;
}

interface RocketMessage {
  _id: string;
  rid: string;
  msg?: string;
  ts?: unknown;
  t?: string;
  u?: { _id?: string; username?: string; name?: string };
  alias?: string;
  bot?: unknown;
  tmid?: string;
  tshow?: boolean;
  editedAt?: unknown;
  pinned?: boolean;
  mentions?: { _id?: string; username?: string }[];
  reactions?: Record<string, { usernames?: string[] }>;
  files?: { _id?: string; name?: string; type?: string }[];
  file?: { _id?: string; name?: string; type?: string };
  attachments?: {
    title?: string;
    text?: string;
    description?: string;
    message_link?: string;
    type?: string;
  }[];
}

/** The collections of an export, and by what their files are recognized. */
const collections = {
  users: /(^|_)users\.(json|ndjson)$/,
  rooms: /(^|_)rooms?\.(json|ndjson)$/,
  subscriptions: /(^|_)subscriptions?\.(json|ndjson)$/,
  messages: /(^|_)messages?\.(json|ndjson)$/,
};

/**
 * Reads an export of Rocket.Chat's database: a folder with `users.json`, `rocketchat_room.json`,
 * `rocketchat_subscription.json` and `rocketchat_message.json` as mongoexport writes them, one document per
 * line. The files of messages are in `uploads`, by their ids.
 */
export const readRocketChat = async function* (folder: string): AsyncGenerator<SourceRecord> {
  if (!statSync(folder).isDirectory())
    throw new ImportError(`${folder} is a file: name the folder with the collections of the database`);
  const files = { users: [''], rooms: [''], subscriptions: [''], messages: [''] };
  for (const name of Object.keys(collections) as (keyof typeof collections)[])
    files[name] = filesIn(folder, collections[name]);
  for (const name of ['users', 'rooms', 'messages'] as const)
    if (files[name].length === 0)
      throw new ImportError(`${folder} has no file of the ${name}: export the collections with mongoexport`);
  const users = new Map<string, RocketUser>();
  const byUsername = new Map<string, RocketUser>();
  for await (const { value } of linesOf(files.users)) {
    const user = value as RocketUser;
    users.set(user._id, user);
    if (user.username !== undefined) byUsername.set(user.username, user);
    yield userRecord(user);
  }
  for await (const { value } of linesOf(files.rooms)) yield* roomRecords(value as RocketRoom, byUsername);
  for await (const { value } of linesOf(files.subscriptions)) {
    const {
      rid,
      u,
      roles = [],
      ts,
    } = value as { rid: string; u?: { _id?: string }; roles?: string[]; ts?: unknown };
    const role = roles.includes('owner') ? 'owner' : roles.includes('moderator') ? 'moderator' : 'member';
    if (u?._id) yield { type: 'member', member: { roomId: rid, userId: u._id, role, joinedAt: toTime(ts) } };
  }
  const context = { folder, users, byUsername };
  for await (const { value, file, line } of linesOf(files.messages))
    yield* messageRecords(value as RocketMessage, { ...context, file, line });
};

const linesOf = async function* (
  files: readonly string[],
): AsyncGenerator<{ value: unknown; file: string; line: number }> {
  for (const file of files) for await (const each of readLines(file)) yield { ...each, file };
};

const userRecord = ({ _id: id, name, username, emails, type }: RocketUser): SourceRecord => ({
  type: 'user',
  user: {
    id,
    name: name || username || '',
    username,
    email: emails?.[0]?.address,
    ...(type === 'bot' || type === 'app' ? { bot: true as const } : {}),
  },
});

const roomRecords = function* (
  room: RocketRoom,
  byUsername: ReadonlyMap<string, RocketUser>,
): Generator<SourceRecord> {
  const { _id: id, t: kind, name, fname, topic, ts, u, uids = [], archived } = room;
  if (kind === 'l') {
    yield skipped('conversations with visitors (omnichannel)', id);
    return;
  }
  const isDirect = kind === 'd';
  const type: SourceRoom['type'] = isDirect ? 'direct' : kind === 'c' ? 'public' : 'private';
  yield {
    type: 'room',
    room: {
      id,
      type: isDirect && uids.length > 2 ? 'private' : type,
      title: isDirect ? '' : fname || name || id,
      topic,
      createdAt: toTime(ts),
      createdBy: u?._id,
      archived,
    },
  };
  const { usernames = [] } = room as { usernames?: string[] };
  const members = uids.length > 0 ? uids : usernames.map((each) => byUsername.get(each)?._id ?? each);
  if (isDirect) for (const userId of members) yield { type: 'member', member: { roomId: id, userId } };
};

interface Place {
  folder: string;
  users: ReadonlyMap<string, RocketUser>;
  byUsername: ReadonlyMap<string, RocketUser>;
  file: string;
  line: number;
}

const messageRecords = function* (message: RocketMessage, place: Place): Generator<SourceRecord> {
  const { file, line, byUsername } = place;
  const at = toTime(message.ts);
  const where = `${basename(file)}:${line}`;
  if (at === undefined) {
    yield withoutTime(file, line);
    return;
  }
  if (message.t === 'rm') {
    yield skipped('messages that were deleted there', where);
    return;
  }
  if (message.t === 'e2e') {
    yield skipped('encrypted messages', where);
    return;
  }
  // Discussions are rooms of their own; the message that leads to one is a notice.
  if (message.t !== undefined && message.t !== '') {
    yield notice(message.t, where);
    return;
  }
  const { u, tmid, tshow, editedAt, pinned, alias, bot } = message;
  const { text, mentions, mentionsAll } = rocketText(message, place);
  const written: SourceMessage = {
    id: message._id,
    roomId: message.rid,
    at,
    author: u?._id,
    authorName:
      alias || (u?._id !== undefined && place.users.has(u._id) ? undefined : u?.name || u?.username),
    isBot: bot !== undefined && bot !== null && bot !== false,
    text,
    mentions,
    mentionsAll,
    thread: tmid,
    alsoToRoom: tshow,
    editedAt: toTime(editedAt),
    pinned,
    reactions: Object.entries(message.reactions ?? {}).map(([emoji, { usernames = [] }]) => ({
      emoji,
      userIds: usernames.map((username) => byUsername.get(username)?._id ?? username),
    })),
    files: filesOf(message, place.folder),
  };
  yield { type: 'message', message: written };
};

const filesOf = ({ files, file }: RocketMessage, folder: string): SourceFile[] =>
  (files ?? (file ? [file] : []))
    // Rocket.Chat stores its small pictures as files of the same message.
    .filter(({ name = '' }) => !name.startsWith('thumb-'))
    .map(({ _id: id = '', name = '', type }) => ({
      name: name || id,
      path: pathWithin(join(folder, 'uploads'), id) ?? pathWithin(join(folder, 'uploads'), `${id}-${name}`),
      type,
    }));

const rocketText = (
  { msg = '', mentions: named = [], attachments = [] }: RocketMessage,
  { byUsername }: Place,
): { text: string; mentions: string[]; mentionsAll: boolean } => {
  const mentions = named.flatMap(({ _id: id }) =>
    id === undefined || id === 'all' || id === 'here' ? [] : [id],
  );
  const mentionsAll = named.some(({ _id: id }) => id === 'all' || id === 'here');
  const described = attachments.map(({ title, text, description, message_link: quote, type }) => {
    if (quote !== undefined) return text ? text.replace(/^/gm, '> ') : '';
    // The title of a file is its name.
    return [
      type === 'file' ? undefined : title && `**${title}**`,
      description,
      type === 'file' ? undefined : text,
    ]
      .filter(Boolean)
      .join('\n');
  });
  // A quotation begins with an empty link to what it quotes.
  const plain = msg
    .replace(/^\[ \]\([^)]*\)\s*/gm, '')
    .replace(/(^|[^\w@/.])@([\w.-]+)/g, (all, before: string, name: string) => {
      const user = byUsername.get(name);
      return user ? `${before}@${user.name || name}` : all;
    });
  const text = [plain, ...described].filter(Boolean).join('\n');
  return { text: withEmoji(outsideCode(text, boldOf)), mentions, mentionsAll };
};

/** Rocket.Chat writes `*bold*`, `_italic_` and `~struck~`. */
const boldOf = (text: string): string =>
  text.replace(/(^|[\s(>])\*(?=\S)([^*\n]*?\S)\*(?=$|[\s).,:;!?])/gm, '$1**$2**');
