import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readLines } from '../json-stream.ts';
import { withEmoji } from '../reaction-emoji.ts';
import { ImportError, type SourceMessage, type SourceReaction, type SourceRecord } from '../source.ts';
import { filesIn, notice, pathWithin, skipped, toTime, withoutTime } from './input.ts';

interface MattermostUser {
  username: string;
  email?: string;
  nickname?: string;
  first_name?: string;
  last_name?: string;
  is_bot?: boolean;
  delete_at?: number;
  teams?: { name: string; channels?: { name: string; roles?: string }[] | null }[] | null;
}

interface MattermostPost {
  team?: string;
  channel?: string;
  channel_members?: string[];
  user: string;
  type?: string;
  message?: string;
  props?: {
    override_username?: string;
    from_bot?: string;
    from_webhook?: string;
    attachments?: { fallback?: string; text?: string; title?: string; pretext?: string }[];
  };
  create_at?: number;
  edit_at?: number | null;
  is_pinned?: boolean;
  reactions?: { user: string; emoji_name: string }[] | null;
  attachments?: { path?: string }[] | null;
  replies?: MattermostPost[] | null;
}

interface MattermostChannel {
  team: string;
  name: string;
  display_name?: string;
  type?: string;
  header?: string;
  purpose?: string;
  deleted_at?: number;
}

interface MattermostLine {
  type: string;
  version?: number;
  channel?: MattermostChannel;
  user?: MattermostUser;
  bot?: { username: string; display_name?: string };
  post?: MattermostPost;
  direct_channel?: { members?: string[]; participants?: { username: string }[]; header?: string };
  direct_post?: MattermostPost;
  emoji?: { name: string };
}

/** Types of lines without anything that a chat shows. */
const settings = new Set(['version', 'info', 'role', 'scheme', 'team']);

/** Reads a bulk export of Mattermost: its JSONL file, or the unpacked folder with its files. */
export const readMattermost = async function* (path: string): AsyncGenerator<SourceRecord> {
  const file = statSync(path).isDirectory() ? jsonlIn(path) : path;
  const names = new Map<string, string>();
  const directs = new Set<string>();
  let isFirst = true;
  for await (const { value, line } of readLines(file)) {
    const each = value as MattermostLine;
    if (isFirst && (each.type !== 'version' || each.version !== 1))
      throw new ImportError(`${basename(file)}:1: this is not a bulk export of Mattermost, version 1`);
    isFirst = false;
    if (each.channel) yield { type: 'room', room: roomOf(each.channel) };
    else if (each.user) yield* userRecords(each.user, names);
    else if (each.bot) yield botRecord(each.bot, names);
    else if (each.direct_channel) yield* directRecords(membersOf(each.direct_channel), directs);
    else if (each.post ?? each.direct_post) {
      const post = each.post ?? each.direct_post;
      if (!post) continue;
      // The conversation of a user who left may have posts, and no line of its own.
      if (post.channel_members) yield* directRecords(post.channel_members, directs);
      yield* postRecords(post, { names, folder: dirname(file), file, line });
    } else if (each.emoji) yield skipped('custom emoji: set the option customEmoji', `:${each.emoji.name}:`);
    else if (!settings.has(each.type))
      yield skipped('lines of an unknown type', `${each.type} in line ${line}`);
  }
};

const jsonlIn = (folder: string): string => {
  const [file, ...more] = filesIn(folder, /\.jsonl$/);
  if (file === undefined || more.length > 0)
    throw new ImportError(
      `${folder} must have one file that ends in .jsonl; it has ${more.length + (file ? 1 : 0)}`,
    );
  return file;
};

const channelId = (team: string, channel: string): string => `${team}.${channel}`;

const directId = (members: readonly string[]): string => {
  const all = [...new Set(members)].sort();
  return `direct-${createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 24)}`;
};

const roomOf = ({
  team,
  name,
  display_name: title,
  type,
  header,
  purpose,
  deleted_at: deleted,
}: MattermostChannel) => ({
  id: channelId(team, name),
  type: type === 'P' ? ('private' as const) : ('public' as const),
  title: title || name,
  topic: header || purpose || undefined,
  archived: (deleted ?? 0) > 0,
});

const userRecords = function* (user: MattermostUser, names: Map<string, string>): Generator<SourceRecord> {
  const { username, email, nickname, first_name: first = '', last_name: last = '', is_bot: isBot } = user;
  const name = nickname || `${first} ${last}`.trim() || username;
  names.set(username, name);
  yield {
    type: 'user',
    user: { id: username, name, email, username, ...(isBot ? { bot: true as const } : {}) },
  };
  if ((user.delete_at ?? 0) > 0) return;
  for (const { name: team, channels } of user.teams ?? [])
    for (const { name: channel, roles = '' } of channels ?? []) {
      const role = roles.includes('channel_admin')
        ? 'owner'
        : roles.includes('channel_guest')
          ? 'guest'
          : 'member';
      yield { type: 'member', member: { roomId: channelId(team, channel), userId: username, role } };
    }
};

const botRecord = (
  { username, display_name: name }: { username: string; display_name?: string },
  names: Map<string, string>,
): SourceRecord => {
  names.set(username, name || username);
  return { type: 'user', user: { id: username, name: name || username, username, bot: true } };
};

const membersOf = ({
  members,
  participants = [],
}: {
  members?: string[];
  participants?: { username: string }[];
}) => members ?? participants.map(({ username }) => username);

/** A conversation of two is a direct room, one of more a private room without a title. */
const directRecords = function* (members: readonly string[], known: Set<string>): Generator<SourceRecord> {
  const id = directId(members);
  if (known.has(id)) return;
  known.add(id);
  const users = [...new Set(members)];
  yield { type: 'room', room: { id, type: users.length === 2 ? 'direct' : 'private', title: '' } };
  for (const userId of users) yield { type: 'member', member: { roomId: id, userId } };
};

interface PostContext {
  names: ReadonlyMap<string, string>;
  /** The folder of the file; the paths of files begin there, or in `data`. */
  folder: string;
  file: string;
  line: number;
}

const postRecords = function* (post: MattermostPost, context: PostContext): Generator<SourceRecord> {
  const { file, line } = context;
  const { team = '', channel = '', channel_members: members } = post;
  const roomId = members ? directId(members) : channelId(team, channel);
  const at = toTime(post.create_at);
  if (at === undefined) {
    yield withoutTime(file, line);
    return;
  }
  if (post.type?.startsWith('system_')) {
    yield notice(post.type, `${roomId}, line ${line}`);
    // Replies to a notice stand on their own.
    for (const reply of post.replies ?? []) yield* replyRecords(reply, roomId, undefined, context);
    return;
  }
  const message = messageOf(post, roomId, at, context);
  yield { type: 'message', message };
  for (const reply of post.replies ?? []) yield* replyRecords(reply, roomId, message, context);
};

const replyRecords = function* (
  reply: MattermostPost,
  roomId: string,
  root: SourceMessage | undefined,
  context: PostContext,
): Generator<SourceRecord> {
  const at = toTime(reply.create_at);
  if (at === undefined) {
    yield withoutTime(context.file, context.line);
    return;
  }
  const message = messageOf(reply, roomId, at, context);
  const placed = root ? { thread: root.id, order: Math.max(at, root.at) } : {};
  yield { type: 'message', message: { ...message, ...placed } };
};

/** Bulk exports have no ids of posts: author, time and text tell them apart, as they do in Mattermost's import. */
const postId = ({ user, message = '' }: MattermostPost, at: number): string =>
  `${user} ${at} ${createHash('sha256').update(message).digest('base64url').slice(0, 16)}`;

const messageOf = (post: MattermostPost, roomId: string, at: number, context: PostContext): SourceMessage => {
  const { user, props = {}, is_pinned: pinned, edit_at: edited } = post;
  const { text, mentions, mentionsAll } = mentionsIn(textOf(post), context.names);
  return {
    id: postId(post, at),
    roomId,
    at,
    author: user,
    authorName: props.override_username,
    isBot: props.from_bot === 'true' || props.from_webhook === 'true',
    text: withEmoji(text),
    mentions,
    mentionsAll,
    editedAt: edited ? toTime(edited) : undefined,
    pinned,
    reactions: reactionsOf(post),
    files: (post.attachments ?? []).map(({ path = '' }) => ({
      name: basename(path),
      path: pathWithin(context.folder, path) ?? pathWithin(context.folder, join('data', path)),
    })),
  };
};

const textOf = ({ message = '', props = {} }: MattermostPost): string => {
  const attached = (props.attachments ?? []).map(({ fallback, text, title, pretext }) => {
    const parts = [pretext, title && `**${title}**`, text].filter(Boolean);
    return parts.length > 0 ? parts.join('\n') : (fallback ?? '');
  });
  return [message, ...attached].filter(Boolean).join('\n\n');
};

const reactionsOf = ({ reactions }: MattermostPost): SourceReaction[] =>
  (reactions ?? []).map(({ user, emoji_name: emoji }) => ({ emoji, userIds: [user] }));

/** Mentions of Mattermost are `@username`; here they are `@` and the name. */
const mentionsIn = (
  text: string,
  names: ReadonlyMap<string, string>,
): { text: string; mentions: string[]; mentionsAll: boolean } => {
  const mentions = new Set<string>();
  let mentionsAll = false;
  const changed = text.replace(/(^|[^\w@/.])@([a-z\d][a-z\d._-]*)/gi, (all, before: string, word: string) => {
    const lower = word.toLowerCase();
    if (['all', 'channel', 'here'].includes(lower)) {
      mentionsAll = true;
      return all;
    }
    // A sentence may end after a name.
    const username = [lower, lower.replace(/[._-]+$/, '')].find((each) => names.has(each));
    if (username === undefined) return all;
    mentions.add(username);
    return `${before}@${names.get(username) ?? username}${word.slice(username.length)}`;
  });
  return { text: changed, mentions: [...mentions], mentionsAll };
};
