import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { hasLines, readJson, readLines } from '../json-stream.ts';
import { ImportError, type SourceMessage, type SourceRecord } from '../source.ts';
import { filesIn, notice, skipped, toTime, withoutTime } from './input.ts';

interface StreamUser {
  id: string;
  name?: string;
  role?: string;
}

interface StreamChannel {
  id: string;
  type?: string;
  cid?: string;
  name?: string;
  created_at?: string;
  created_by?: StreamUser | string;
  frozen?: boolean;
  disabled?: boolean;
  members?: (StreamMember | string)[];
}

interface StreamMember {
  user_id?: string;
  user?: StreamUser | string;
  channel_role?: string;
  role?: string;
  created_at?: string;
  channel_type?: string;
  channel_id?: string;
  channel_cid?: string;
}

interface StreamReaction {
  message_id: string;
  type: string;
  user_id?: string;
  user?: StreamUser | string;
}

interface StreamMessage {
  id: string;
  type?: string;
  text?: string;
  user?: StreamUser | string;
  user_id?: string;
  cid?: string;
  channel_type?: string;
  channel_id?: string;
  created_at?: string;
  deleted_at?: string | null;
  message_text_updated_at?: string | null;
  parent_id?: string;
  show_in_channel?: boolean;
  quoted_message_id?: string;
  pinned?: boolean;
  mentioned_users?: (StreamUser | string)[];
  mentioned_users_ids?: string[];
  latest_reactions?: StreamReaction[];
  reaction_counts?: Record<string, number> | null;
  attachments?: {
    type?: string;
    title?: string;
    asset_url?: string;
    image_url?: string;
    og_scrape_url?: string;
    text?: string;
    fallback?: string;
  }[];
}

/** The reactions that Stream's components offer, by their types. Other types are names of emoji. */
const reactionTypes: Readonly<Record<string, string>> = {
  like: '👍',
  love: '❤️',
  haha: '😂',
  wow: '😮',
  sad: '😢',
  angry: '😠',
};

/**
 * Reads an export of Stream's channels, or several in a folder: version 2, with an entity per line, or version
 * 1, one array of channels, of which one at a time is in memory.
 */
export const readStream = async function* (path: string): AsyncGenerator<SourceRecord> {
  const files = statSync(path).isDirectory() ? filesIn(path, /\.(json|jsonl|ndjson)$/) : [path];
  if (files.length === 0) throw new ImportError(`${path} has no .json file`);
  const context: StreamContext = { users: new Map(), members: new Set() };
  for (const file of files)
    yield* (await hasLines(file)) ? linesIn(file, context) : channelsIn(file, context);
};

interface StreamContext {
  users: Map<string, StreamUser>;
  members: Set<string>;
}

const linesIn = async function* (file: string, context: StreamContext): AsyncGenerator<SourceRecord> {
  for await (const { value, line } of readLines(file)) {
    const { kind, entity } = entityOf(value as Record<string, unknown>);
    if (kind === 'user') yield* userRecords(entity as StreamUser, context);
    else if (kind === 'channel') yield* channelRecords(entity as StreamChannel, context);
    else if (kind === 'member')
      yield* memberRecords(cidOf(entity as StreamMember), entity as StreamMember, context);
    else if (kind === 'reaction') yield* reactionRecords([entity as StreamReaction]);
    else if (kind === 'message') yield* messageRecords(entity as StreamMessage, { file, line, context });
    else if (kind !== 'read') yield skipped('lines of an unknown type', `${basename(file)}:${line}: ${kind}`);
  }
};

/** A line is `{ "type": "message", "data": … }` or `{ "messages": … }`. */
const entityOf = (value: Record<string, unknown>): { kind: string; entity: unknown } => {
  if (typeof value['type'] === 'string' && ('data' in value || 'item' in value))
    return { kind: value['type'], entity: value['data'] ?? value['item'] };
  const [key = ''] = Object.keys(value);
  return { kind: key.replace(/s$/, ''), entity: value[key] };
};

const channelsIn = async function* (file: string, context: StreamContext): AsyncGenerator<SourceRecord> {
  for await (const { value, line } of readJson(file)) {
    const {
      channel,
      members = [],
      messages = [],
    } = value as {
      channel?: StreamChannel;
      members?: StreamMember[];
      messages?: StreamMessage[];
    };
    if (channel === undefined)
      throw new ImportError(
        `${basename(file)}:${line}: this is not an export of Stream's channels: a channel is missing`,
      );
    const cid = cidOfChannel(channel);
    yield* channelRecords(channel, context);
    for (const member of members) yield* memberRecords(cid, member, context);
    for (const message of messages) {
      yield* messageRecords({ cid, ...message }, { file, line, context });
      const total = Object.values(message.reaction_counts ?? {}).reduce((sum, count) => sum + count, 0);
      if (total > (message.latest_reactions?.length ?? 0))
        yield skipped(
          'reactions whose users the export does not name',
          `${basename(file)}:${line}: ${message.id}`,
        );
    }
  }
};

const cidOf = ({
  cid,
  channel_cid: other,
  channel_type: type = 'messaging',
  channel_id: id = '',
}: StreamMember & { cid?: string }): string => cid ?? other ?? `${type}:${id}`;

const cidOfChannel = ({ cid, type = 'messaging', id }: StreamChannel): string => cid ?? `${type}:${id}`;

const idOfUser = (user: StreamUser | string | undefined): string | undefined =>
  typeof user === 'object' ? user.id : user;

const userRecords = function* (
  user: StreamUser | string | undefined,
  { users }: StreamContext,
): Generator<SourceRecord> {
  if (typeof user !== 'object' || users.get(user.id)?.name !== undefined) return;
  users.set(user.id, user);
  yield { type: 'user', user: { id: user.id, name: user.name ?? user.id } };
};

const isDistinct = (id: string): boolean => id.startsWith('!members-');

const channelRecords = function* (channel: StreamChannel, context: StreamContext): Generator<SourceRecord> {
  const {
    id,
    type = '',
    name,
    created_at: createdAt,
    created_by: by,
    frozen,
    disabled,
    members = [],
  } = channel;
  const cid = cidOfChannel(channel);
  yield* userRecords(by, context);
  yield {
    type: 'room',
    room: {
      id: cid,
      // A channel that its members define is a conversation.
      type: isDistinct(id) ? 'direct' : type === 'livestream' ? 'public' : 'private',
      title: name || (isDistinct(id) ? '' : id),
      createdAt: toTime(createdAt),
      createdBy: idOfUser(by),
      archived: frozen || disabled,
    },
  };
  for (const member of members)
    yield* memberRecords(cid, typeof member === 'string' ? { user_id: member } : member, context);
};

const memberRecords = function* (
  cid: string,
  member: StreamMember,
  context: StreamContext,
): Generator<SourceRecord> {
  yield* userRecords(member.user, context);
  const userId = member.user_id ?? idOfUser(member.user);
  if (userId === undefined || context.members.has(`${cid} ${userId}`)) return;
  context.members.add(`${cid} ${userId}`);
  const { channel_role: role = '', role: older = '' } = member;
  const mapped = /moderator/.test(role) ? 'moderator' : older === 'owner' ? 'owner' : 'member';
  yield {
    type: 'member',
    member: { roomId: cid, userId, role: mapped, joinedAt: toTime(member.created_at) },
  };
};

/** A reaction may be next to its message and on a line of its own: it is stored once. */
const reactionRecords = function* (all: readonly StreamReaction[]): Generator<SourceRecord> {
  for (const { message_id: messageId, type, user_id: id, user } of all) {
    const userId = id ?? idOfUser(user);
    if (userId !== undefined)
      yield { type: 'reaction', messageId, emoji: reactionTypes[type] ?? type, userId };
  }
};

interface Place {
  file: string;
  line: number;
  context: StreamContext;
}

const messageRecords = function* (
  message: StreamMessage,
  { file, line, context }: Place,
): Generator<SourceRecord> {
  const {
    id,
    type,
    user,
    user_id: userId,
    parent_id: thread,
    mentioned_users: mentioned = [],
    latest_reactions: latest = [],
  } = message;
  const where = `${basename(file)}:${line}: ${id}`;
  const at = toTime(message.created_at);
  yield* userRecords(user, context);
  if (at === undefined) {
    yield withoutTime(file, line);
    return;
  }
  if (type === 'deleted' || message.deleted_at) {
    yield skipped('messages that were deleted there', where);
    return;
  }
  if (type === 'system' || type === 'ephemeral' || type === 'error') {
    yield notice(type, where);
    return;
  }
  const text = textOf(message);
  const written: SourceMessage = {
    id,
    roomId: cidOf(message),
    at,
    author: userId ?? idOfUser(user),
    text,
    mentions: [...mentioned.flatMap((each) => idOfUser(each) ?? []), ...(message.mentioned_users_ids ?? [])],
    thread,
    alsoToRoom: message.show_in_channel,
    replyTo: message.quoted_message_id,
    editedAt: toTime(message.message_text_updated_at ?? undefined),
    pinned: message.pinned,
    files: filesOf(message),
  };
  yield { type: 'message', message: written };
  for (const { user: reactor } of latest) yield* userRecords(reactor, context);
  yield* reactionRecords(latest);
};

/** The files are with Stream: an export has their addresses, which end with the account. */
const filesOf = ({ attachments = [] }: StreamMessage) =>
  attachments
    .filter(({ og_scrape_url: preview, asset_url: asset, image_url: image }) => !preview && (asset || image))
    .map(({ title, asset_url: asset, image_url: image }) => ({
      name: title || basename(new URL(asset ?? image ?? '', 'http://localhost').pathname) || 'file',
    }));

const textOf = ({ text = '', attachments = [] }: StreamMessage): string => {
  const own = attachments
    .filter(({ og_scrape_url: preview, asset_url: asset, image_url: image }) => !preview && !asset && !image)
    .map(({ text: body, fallback }) => body ?? fallback ?? '');
  return [text, ...own].filter(Boolean).join('\n');
};
