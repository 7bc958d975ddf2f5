import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson, readWhole } from '../json-stream.ts';
import { outsideCode, withEmoji } from '../reaction-emoji.ts';
import { ImportError, type SourceFile, type SourceMessage, type SourceRecord } from '../source.ts';
import { filesIn, pathWithin, requireFolder, skipped, toTime, withoutTime } from './input.ts';

interface ZulipUser {
  id: number;
  email?: string;
  delivery_email?: string;
  full_name?: string;
  is_bot?: boolean;
}

interface ZulipStream {
  id: number;
  name: string;
  description?: string;
  invite_only?: boolean;
  deactivated?: boolean;
  date_created?: number;
}

/** Where messages go. `type` 1: a user, 2: a channel, 3: a group of users. */
interface ZulipRecipient {
  id: number;
  type: number;
  type_id: number;
}

interface ZulipMessage {
  id: number;
  sender: number;
  recipient: number;
  subject?: string;
  content?: string;
  date_sent?: number;
  last_edit_time?: number | null;
  edit_history?: string | null;
}

interface ZulipReaction {
  message: number;
  user_profile: number;
  emoji_name: string;
  emoji_code?: string;
  reaction_type?: string;
}

interface Realm {
  users: Map<number, ZulipUser>;
  streams: Map<number, ZulipStream>;
  recipients: Map<number, ZulipRecipient>;
  /** Of a recipient. */
  subscribers: Map<number, number[]>;
  byName: Map<string | undefined, number>;
  /** Conversations of two that have been described. */
  conversations: Set<string>;
}

const tables = {
  zerver_userprofile: 'user',
  zerver_userprofile_crossrealm: 'user',
  zerver_userprofile_mirrordummy: 'user',
  zerver_stream: 'stream',
  zerver_recipient: 'recipient',
  zerver_subscription: 'subscription',
  zerver_reaction: 'reaction',
} as const;

/** Reads the unpacked export of a Zulip organization. */
export const readZulip = async function* (folder: string): AsyncGenerator<SourceRecord> {
  requireFolder(folder, 'realm.json');
  const realm: Realm = {
    users: new Map(),
    streams: new Map(),
    recipients: new Map(),
    subscribers: new Map(),
    byName: new Map(),
    conversations: new Set(),
  };
  for await (const { key, value } of readJson(join(folder, 'realm.json'))) {
    const table = Object.hasOwn(tables, key) ? tables[key as keyof typeof tables] : undefined;
    if (table === 'reaction') yield reactionOf(value as ZulipReaction);
    else if (table) addRow(realm, table, value);
  }
  if (realm.recipients.size === 0)
    throw new ImportError(`${folder}: realm.json has no recipients: it is not whole`);
  yield* describe(realm);
  const files = filesIn(folder, /^messages-\d+\.json$/);
  const attachments = await attachmentsIn(folder);
  for (const file of files)
    for await (const { key, value, line } of readJson(file)) {
      if (key === 'zerver_reaction') yield reactionOf(value as ZulipReaction);
      if (key === 'zerver_message')
        yield* messageRecords(value as ZulipMessage, realm, { folder, attachments, file, line });
    }
};

const addRow = (
  realm: Realm,
  table: Exclude<(typeof tables)[keyof typeof tables], 'reaction'>,
  value: unknown,
): void => {
  if (table === 'user') {
    const user = value as ZulipUser;
    realm.users.set(user.id, user);
    realm.byName.set(user.full_name, user.id);
  } else if (table === 'stream') realm.streams.set((value as ZulipStream).id, value as ZulipStream);
  else if (table === 'recipient') realm.recipients.set((value as ZulipRecipient).id, value as ZulipRecipient);
  else {
    const {
      recipient,
      user_profile: user,
      active = true,
    } = value as { recipient: number; user_profile: number; active?: boolean };
    const subscribers = realm.subscribers.get(recipient) ?? [];
    if (active) subscribers.push(user);
    realm.subscribers.set(recipient, subscribers);
  }
};

const describe = function* (realm: Realm): Generator<SourceRecord> {
  for (const {
    id,
    full_name: name = '',
    delivery_email: address,
    email,
    is_bot: isBot,
  } of realm.users.values())
    yield {
      type: 'user',
      user: { id: String(id), name, email: address || email, ...(isBot ? { bot: true as const } : {}) },
    };
  for (const { id, type, type_id: typeId } of realm.recipients.values()) {
    if (type === 1) continue;
    const stream = type === 2 ? realm.streams.get(typeId) : undefined;
    if (type === 2 && stream === undefined) continue;
    const roomId = roomIdOf(type, typeId);
    yield {
      type: 'room',
      room: {
        id: roomId,
        type: stream && !stream.invite_only ? 'public' : 'private',
        title: stream?.name ?? '',
        topic: stream?.description || undefined,
        createdAt: stream?.date_created === undefined ? undefined : secondsToTime(stream.date_created),
        archived: stream?.deactivated,
      },
    };
    for (const user of realm.subscribers.get(id) ?? [])
      yield { type: 'member', member: { roomId, userId: String(user) } };
  }
};

const secondsToTime = (seconds: number): number | undefined => toTime(seconds * 1_000);

const roomIdOf = (type: number, typeId: number): string =>
  type === 2 ? `channel-${typeId}` : `group-${typeId}`;

const reactionOf = ({
  message,
  user_profile: user,
  emoji_name: name,
  emoji_code: code,
  reaction_type: type,
}: ZulipReaction): SourceRecord => {
  const isUnicode =
    (type === undefined || type === 'unicode_emoji') && /^[\da-f]+(-[\da-f]+)*$/i.test(code ?? '');
  const emoji = isUnicode
    ? String.fromCodePoint(...(code ?? '').split('-').map((each) => Number.parseInt(each, 16)))
    : name;
  return { type: 'reaction', messageId: String(message), emoji, userId: String(user) };
};

interface Place {
  folder: string;
  /** The files of messages, by the ids of the messages. */
  attachments: ReadonlyMap<number, SourceFile[]>;
  file: string;
  line: number;
}

const attachmentsIn = async (folder: string): Promise<Map<number, SourceFile[]>> => {
  const found = new Map<number, SourceFile[]>();
  const path = join(folder, 'attachment.json');
  if (!existsSync(path)) return found;
  const { zerver_attachment: all = [] } = await readWhole<{
    zerver_attachment?: {
      file_name: string;
      path_id: string;
      messages?: number[];
      content_type?: string | null;
    }[];
  }>(path);
  for (const { file_name: name, path_id: id, messages = [], content_type: type } of all)
    for (const message of messages) {
      const file = { name, path: pathWithin(join(folder, 'uploads'), id), type: type ?? undefined };
      found.set(message, [...(found.get(message) ?? []), file]);
    }
  return found;
};

const messageRecords = function* (
  message: ZulipMessage,
  realm: Realm,
  place: Place,
): Generator<SourceRecord> {
  const { id, sender, recipient: recipientId, date_sent: sent, last_edit_time: edited } = message;
  const recipient = realm.recipients.get(recipientId);
  const at = sent === undefined ? undefined : secondsToTime(sent);
  if (at === undefined) {
    yield withoutTime(place.file, place.line);
    return;
  }
  if (recipient === undefined) {
    yield skipped('messages to nobody that the export describes', `${basename(place.file)}:${place.line}`);
    return;
  }
  const isDirect = recipient.type === 1;
  const roomId = isDirect
    ? `direct-${Math.min(sender, recipient.type_id)}-${Math.max(sender, recipient.type_id)}`
    : roomIdOf(recipient.type, recipient.type_id);
  if (isDirect) yield* conversation(roomId, [sender, recipient.type_id], realm);
  const { text, mentions, mentionsAll } = zulipText(message.content ?? '', realm);
  const versions = earlierTexts(message.edit_history, at).map((version) => ({
    ...version,
    text: zulipText(version.text, realm).text,
  }));
  const topic = recipient.type === 2 && message.subject ? `**${message.subject}**\n` : '';
  const written: SourceMessage = {
    id: String(id),
    roomId,
    at,
    author: String(sender),
    text: `${topic}${text}`,
    mentions,
    mentionsAll,
    editedAt: versions.length > 0 && edited ? secondsToTime(edited) : undefined,
    versions: versions.map((version) => ({ ...version, text: `${topic}${version.text}` })),
    files: place.attachments.get(id) ?? [],
  };
  yield { type: 'message', message: written };
};

const conversation = function* (
  roomId: string,
  users: number[],
  { conversations }: Realm,
): Generator<SourceRecord> {
  if (conversations.has(roomId)) return;
  conversations.add(roomId);
  const all = [...new Set(users)];
  yield { type: 'room', room: { id: roomId, type: all.length === 2 ? 'direct' : 'private', title: '' } };
  for (const user of all) yield { type: 'member', member: { roomId, userId: String(user) } };
};

/** The edits of a text, the newest first, as JSON in a text. Moves to another topic are left out. */
const earlierTexts = (history: string | null | undefined, sentAt: number): { text: string; at: number }[] => {
  if (!history) return [];
  let all: { prev_content?: string; timestamp?: number }[];
  try {
    all = JSON.parse(history) as typeof all;
  } catch {
    return [];
  }
  const edits = all.filter((edit) => edit.prev_content !== undefined).toReversed();
  return edits.map(({ prev_content: text = '' }, index) => {
    const { timestamp } = edits[index - 1] ?? {};
    return { text, at: (timestamp === undefined ? undefined : secondsToTime(timestamp)) ?? sentAt };
  });
};

/** Translates what Zulip's Markdown has beyond the usual: mentions, channels, silent quotes, spoilers, times. */
const zulipText = (
  given: string,
  { byName }: Realm,
): { text: string; mentions: string[]; mentionsAll: boolean } => {
  const mentions = new Set<string>();
  let mentionsAll = false;
  const text = outsideCode(given, (part) =>
    part
      .replace(
        /@(_?)\*\*([^*|]+?)(?:\|(\d+))?\*\*/g,
        (_all, silent: string, name: string, number?: string) => {
          const isAll = ['all', 'everyone', 'channel', 'stream', 'topic'].includes(name);
          const id = number === undefined ? byName.get(name) : Number(number);
          if (silent === '' && isAll) mentionsAll = true;
          else if (silent === '' && id !== undefined) mentions.add(String(id));
          return `@${name}`;
        },
      )
      .replace(/@_?\*([^*\n]+?)\*/g, '@$1')
      .replace(/#\*\*([^*]+?)\*\*/g, '#$1')
      .replace(/<time:([^>]+)>/g, '$1')
      // A file is an attachment here.
      .replace(/\[([^\]]*)\]\(\/user_uploads\/[^)]*\)/g, '$1'),
  );
  return { text: withEmoji(text), mentions: [...mentions], mentionsAll };
};
