import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readJson } from '../json-stream.ts';
import { ImportError, type SourceMessage, type SourceRecord, type SourceRoom } from '../source.ts';
import { filesIn, notice, pathWithin, skipped, toTime, withoutTime } from './input.ts';

interface DiscordUser {
  id: string;
  name?: string;
  nickname?: string;
  isBot?: boolean;
}

interface DiscordChannel {
  id: string;
  type?: string;
  categoryId?: string;
  category?: string;
  name?: string;
  topic?: string | null;
}

interface DiscordMessage {
  id: string;
  type?: string;
  timestamp?: string;
  timestampEdited?: string | null;
  isPinned?: boolean;
  content?: string;
  author?: DiscordUser;
  attachments?: { url?: string; fileName?: string }[];
  embeds?: {
    title?: string;
    url?: string;
    description?: string;
    fields?: { name?: string; value?: string }[];
  }[];
  stickers?: { name?: string }[];
  reactions?: { emoji?: { id?: string | null; name?: string }; count?: number; users?: DiscordUser[] }[];
  mentions?: DiscordUser[];
  reference?: { messageId?: string | null; channelId?: string | null };
}

/** Types of messages that users write. All others are notices. */
const written = new Set([
  'Default',
  'Reply',
  'ChatInputCommand',
  'ContextMenuCommand',
  '0',
  '19',
  '20',
  '23',
]);

/** Reads exports of DiscordChatExporter as JSON: a file per channel or thread, or the folder with them. */
export const readDiscord = async function* (path: string): AsyncGenerator<SourceRecord> {
  const files = statSync(path).isDirectory() ? filesIn(path, /\.json$/) : [path];
  if (files.length === 0) throw new ImportError(`${path} has no .json file`);
  const context: DiscordContext = { channels: new Map(), users: new Set() };
  // Mentions of channels need the names of all of them, and a thread needs its channel.
  for (const file of files) {
    const channel = await channelIn(file);
    context.channels.set(channel.id, channel);
  }
  for (const file of files) yield* recordsIn(file, context);
};

interface DiscordContext {
  channels: Map<string, DiscordChannel>;
  /** Users who have been described. */
  users: Set<string>;
}

const channelIn = async (file: string): Promise<DiscordChannel> => {
  for await (const { key, value } of readJson(file)) {
    if (key === 'channel') return value as DiscordChannel;
    if (key === 'messages') break;
  }
  throw new ImportError(`${basename(file)}: this is not an export of DiscordChatExporter: it has no channel`);
};

const recordsIn = async function* (file: string, context: DiscordContext): AsyncGenerator<SourceRecord> {
  let room: SourceRoom | undefined;
  const members = new Set<string>();
  for await (const { key, value, line } of readJson(file)) {
    if (key === 'channel') yield { type: 'room', room: (room = roomOf(value as DiscordChannel, context)) };
    if (key !== 'messages' || room === undefined) continue;
    const message = value as DiscordMessage;
    const at = toTime(message.timestamp);
    const people = [message.author, ...(message.reactions ?? []).flatMap(({ users = [] }) => users)];
    for (const user of people) if (user) yield* userRecords(user, context);
    if (message.author && !members.has(message.author.id)) {
      members.add(message.author.id);
      yield { type: 'member', member: { roomId: room.id, userId: message.author.id, joinedAt: at } };
    }
    if (at === undefined) yield withoutTime(file, line);
    else if (!written.has(message.type ?? 'Default'))
      yield notice(message.type ?? '', `${basename(file)}:${line}`);
    else yield* messageRecords(message, at, room, { file, line, context });
  }
};

const userRecords = function* (
  { id, name = '', nickname, isBot }: DiscordUser,
  { users }: DiscordContext,
): Generator<SourceRecord> {
  if (users.has(id)) return;
  users.add(id);
  yield {
    type: 'user',
    user: { id, name: nickname || name, username: name, ...(isBot ? { bot: true as const } : {}) },
  };
};

const isThread = ({ type = '' }: DiscordChannel): boolean =>
  type.includes('Thread') || type === '11' || type === '12';

/** A thread of Discord is a channel with a name, and a room of its own here, named after both. */
const roomOf = (channel: DiscordChannel, { channels }: DiscordContext): SourceRoom => {
  const { id, type = '', name = '', topic, category } = channel;
  const parent = isThread(channel) ? (channels.get(channel.categoryId ?? '')?.name ?? category) : undefined;
  const kind =
    type.startsWith('DirectTextChat') || type === '1'
      ? 'direct'
      : type.startsWith('Guild')
        ? 'public'
        : 'private';
  return {
    id,
    type: kind,
    title: kind === 'direct' ? '' : [parent, name].filter(Boolean).join(' › '),
    topic: topic ?? undefined,
  };
};

interface Place {
  file: string;
  line: number;
  context: DiscordContext;
}

const messageRecords = function* (
  given: DiscordMessage,
  at: number,
  room: SourceRoom,
  { file, line, context }: Place,
): Generator<SourceRecord> {
  const { id, author, reference, mentions = [], stickers = [], isPinned } = given;
  const text = [textOf(given, context), ...stickers.map(({ name = 'sticker' }) => `[${name}]`)]
    .filter(Boolean)
    .join('\n');
  const answers = given.type === 'Reply' || given.type === '19' ? reference?.messageId : undefined;
  const message: SourceMessage = {
    id,
    roomId: room.id,
    at,
    author: author?.id,
    isBot: author?.isBot,
    text,
    mentions: mentions.map((user) => user.id),
    mentionsAll: /(^|\s)@(everyone|here)\b/.test(given.content ?? ''),
    replyTo: answers && (reference?.channelId ?? room.id) === room.id ? answers : undefined,
    editedAt: toTime(given.timestampEdited ?? undefined),
    pinned: isPinned,
    reactions: (given.reactions ?? []).map(({ emoji, users = [] }) => ({
      emoji: emoji?.name ?? '',
      userIds: users.map((user) => user.id),
    })),
    files: (given.attachments ?? []).map(({ url = '', fileName = '' }) => ({
      name: fileName || basename(url),
      path: pathWithin(dirname(file), decodeURIComponentSafely(url)),
    })),
  };
  yield { type: 'message', message };
  const unnamed = (given.reactions ?? []).filter(({ count = 0, users = [] }) => count > users.length);
  if (unnamed.length > 0)
    yield skipped('reactions whose users the export does not name', `${basename(file)}:${line}`);
};

/** Media that the exporter loaded have a relative address. */
const decodeURIComponentSafely = (url: string): string => {
  if (/^https?:/.test(url)) return '';
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

const textOf = (
  { content = '', embeds = [], mentions = [], author }: DiscordMessage,
  context: DiscordContext,
): string => {
  const names = new Map(mentions.map(({ id, name = '', nickname }) => [id, nickname || name]));
  const plain = content
    .replace(/<@!?(\w+)>/g, (all, id: string) => (names.has(id) ? `@${names.get(id) ?? ''}` : all))
    // The exporter has often replaced the id by the name without the nickname.
    .replace(/<#(\w+)>/g, (_all, id: string) => `#${context.channels.get(id)?.name ?? id}`)
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/<t:(\d+)(?::\w)?>/g, (_all, seconds: string) => new Date(Number(seconds) * 1_000).toISOString())
    .replace(/\|\|(.+?)\|\|/gs, '$1')
    .replace(/^#{1,3} (.+)$/gm, '**$1**')
    .replace(/__(.+?)__/gs, '$1');
  // Previews of links have no text of their own; what bots send has nothing else.
  const cards = author?.isBot
    ? embeds.map(({ title, url, description, fields = [] }) =>
        [
          title && (url ? `[${title}](${url})` : `**${title}**`),
          description,
          ...fields.map(({ name, value }) => `**${name ?? ''}** ${value ?? ''}`),
        ]
          .filter(Boolean)
          .join('\n'),
      )
    : [];
  return [plain, ...cards].filter(Boolean).join('\n');
};
