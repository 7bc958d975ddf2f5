import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson, readWhole } from '../json-stream.ts';
import type { SourceFile, SourceMessage, SourceRecord, SourceRoom } from '../source.ts';
import { filesIn, notice, pathWithin, requireFolder, skipped, withoutTime } from './input.ts';
import { attachmentText, blockText, slackText, type SlackAttachment, type SlackNames } from './slack-text.ts';

interface SlackUser {
  id: string;
  name?: string;
  real_name?: string;
  is_bot?: boolean;
  profile?: { real_name?: string; display_name?: string; email?: string };
}

interface SlackChannel {
  id: string;
  name?: string;
  created?: number;
  creator?: string;
  is_archived?: boolean;
  members?: string[];
  topic?: { value?: string };
  purpose?: { value?: string };
  pins?: { id?: string }[];
}

interface SlackFile {
  id?: string;
  name?: string;
  title?: string;
  mimetype?: string;
  mode?: string;
}

interface SlackMessage {
  type?: string;
  subtype?: string;
  ts?: string;
  user?: string;
  bot_id?: string;
  username?: string;
  text?: string;
  thread_ts?: string;
  edited?: { ts?: string };
  reactions?: { name: string; users?: string[]; count?: number }[];
  files?: SlackFile[];
  attachments?: SlackAttachment[];
  blocks?: Parameters<typeof blockText>[0];
  user_profile?: { real_name?: string; display_name?: string };
  bot_profile?: { name?: string };
}

/** A list of channels in the export, and what they are. */
const lists = [
  { file: 'channels.json', type: 'public' },
  { file: 'groups.json', type: 'private' },
  { file: 'mpims.json', type: 'private' },
  { file: 'dms.json', type: 'direct' },
] as const;

/** Subtypes of messages that people and bots wrote. All others are notices. */
const written = new Set([
  'bot_message',
  'thread_broadcast',
  'reply_broadcast',
  'me_message',
  'file_share',
  'file_comment',
]);

/** Reads an export of a Slack workspace, unpacked. */
export const readSlack = async function* (folder: string): AsyncGenerator<SourceRecord> {
  requireFolder(folder, 'users.json');
  const users = new Map<string, SlackUser>();
  for (const file of ['users.json', 'org_users.json'].filter((each) => existsSync(join(folder, each))))
    for (const user of await readWhole<SlackUser[]>(join(folder, file))) users.set(user.id, user);
  for (const user of users.values()) yield userRecord(user);
  const channels: { channel: SlackChannel; type: SourceRoom['type'] }[] = [];
  for (const { file, type } of lists) {
    if (!existsSync(join(folder, file))) continue;
    const all = await readWhole<SlackChannel[]>(join(folder, file));
    channels.push(...all.map((channel) => ({ channel, type })));
  }
  const titles = new Map(channels.map(({ channel }) => [channel.id, channel.name]));
  const names: SlackNames = {
    user: (id) => nameOf(users.get(id)),
    channel: (id) => titles.get(id),
  };
  for (const { channel, type } of channels) {
    yield { type: 'room', room: roomOf(channel, type) };
    for (const userId of channel.members ?? [])
      yield { type: 'member', member: { roomId: channel.id, userId, ...ownerOf(channel, userId) } };
    yield* messagesOf(folder, channel, { names, users });
  }
};

const nameOf = (user: SlackUser | undefined): string | undefined =>
  user && (user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || undefined);

const userRecord = (user: SlackUser): SourceRecord => ({
  type: 'user',
  user: {
    id: user.id,
    name: nameOf(user) ?? '',
    email: user.profile?.email,
    username: user.name,
    ...(user.is_bot ? { bot: true as const } : {}),
  },
});

const ownerOf = ({ creator }: SlackChannel, userId: string) =>
  creator === userId ? { role: 'owner' as const } : {};

const roomOf = (channel: SlackChannel, type: SourceRoom['type']): SourceRoom => ({
  id: channel.id,
  type,
  // Slack names a group of users after them: `mpdm-ana--luis-1`.
  title: type === 'direct' || channel.name?.startsWith('mpdm-') ? '' : (channel.name ?? channel.id),
  topic: channel.topic?.value || channel.purpose?.value || undefined,
  createdAt: channel.created === undefined ? undefined : channel.created * 1_000,
  createdBy: channel.creator || undefined,
  archived: channel.is_archived,
});

interface SlackContext {
  names: SlackNames;
  users: ReadonlyMap<string, SlackUser>;
}

const messagesOf = async function* (
  folder: string,
  channel: SlackChannel,
  context: SlackContext,
): AsyncGenerator<SourceRecord> {
  // The folder of a channel has its name, that of a conversation its id.
  const inside = [channel.name, channel.id].find((name) => name !== undefined && pathWithin(folder, name));
  if (inside === undefined) return;
  const pins = new Set((channel.pins ?? []).map(({ id }) => id));
  const members = new Set(channel.members);
  const inChannel = { ...context, folder: join(folder, inside), roomId: channel.id, pins };
  for (const path of filesIn(join(folder, inside), /\.json$/)) {
    for await (const { value, line } of readJson(path)) {
      const message = value as SlackMessage;
      const at = timeOf(message.ts);
      if (at === undefined) yield withoutTime(path, line);
      else if (message.subtype !== undefined && !written.has(message.subtype)) {
        const { user: userId = '' } = message;
        yield notice(message.subtype, `${inside}/${basename(path)}:${line}`);
        const joins = message.subtype.endsWith('_join') && members.has(userId);
        if (joins)
          yield {
            type: 'member',
            member: { roomId: channel.id, userId, joinedAt: at, ...ownerOf(channel, userId) },
          };
      } else {
        yield { type: 'message', message: messageOf(message, at, inChannel) };
        if (message.reactions?.some(isCut))
          yield skipped(
            'reactions whose users the export does not name',
            `${inside}/${basename(path)}:${line}`,
          );
      }
    }
  }
};

const isCut = ({ users = [], count = users.length }: { users?: string[]; count?: number }): boolean =>
  count > users.length;

/** Returns the time of a message, which is also its id: seconds with six decimals. */
const timeOf = (ts: string | undefined): number | undefined => {
  const [, seconds, decimals = ''] = /^(\d{1,11})(?:\.(\d+))?$/.exec(ts ?? '') ?? [];
  return seconds === undefined
    ? undefined
    : Number(seconds) * 1_000 + Number(decimals.padEnd(3, '0').slice(0, 3));
};

interface MessageContext extends SlackContext {
  /** The folder of the channel. */
  folder: string;
  roomId: string;
  pins: ReadonlySet<string | undefined>;
}

const messageOf = (message: SlackMessage, at: number, context: MessageContext): SourceMessage => {
  const { ts = '', thread_ts: thread, user, bot_id: bot, subtype } = message;
  const { text, mentions, mentionsAll } = slackText(textOf(message), context.names);
  const isReply = thread !== undefined && thread !== ts;
  return {
    id: ts,
    roomId: context.roomId,
    at,
    author: user ?? bot,
    authorName: authorNameOf(message, context),
    isBot: user === undefined && bot !== undefined,
    text: subtype === 'me_message' ? `_${text}_` : text,
    mentions: mentions.filter((id) => context.users.has(id)),
    mentionsAll,
    ...(isReply ? { thread, threadAt: timeOf(thread) } : {}),
    ...(isReply && subtype?.endsWith('_broadcast') ? { alsoToRoom: true } : {}),
    editedAt: timeOf(message.edited?.ts),
    pinned: context.pins.has(ts),
    reactions: (message.reactions ?? []).map(({ name, users = [] }) => ({ emoji: name, userIds: users })),
    files: (message.files ?? []).map((file) => fileOf(file, context.folder)),
  };
};

/** Users of other workspaces are described in their messages alone, and bots by what they call themselves. */
const authorNameOf = (
  { user, username, bot_profile: bot, user_profile: profile }: SlackMessage,
  { users }: SlackContext,
): string | undefined => {
  if (user !== undefined && users.has(user)) return undefined;
  return username || bot?.name || profile?.display_name || profile?.real_name || undefined;
};

const textOf = ({ text = '', attachments = [], blocks = [] }: SlackMessage): string =>
  [text || blockText(blocks), attachmentText(attachments)].filter(Boolean).join('\n');

/**
 * An export of Slack has links to files, which need a token. Tools that load them put them next to the
 * messages: `__uploads/<id>/<name>`, or `<channel>/attachments/<id>-<name>`.
 */
const fileOf = ({ id = '', name, title, mimetype }: SlackFile, folder: string): SourceFile => {
  const label = name || title || id;
  const path =
    pathWithin(join(folder, '..'), join('__uploads', id, label)) ??
    pathWithin(folder, join('attachments', `${id}-${label}`));
  return { name: label, path, type: mimetype };
};
