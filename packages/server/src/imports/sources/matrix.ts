import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { readJson } from '../json-stream.ts';
import { ImportError, type SourceFile, type SourceMessage, type SourceRecord } from '../source.ts';
import { filesIn, notice, skipped, toTime, withoutTime } from './input.ts';

interface MatrixContent {
  msgtype?: string;
  body?: string;
  filename?: string;
  info?: { mimetype?: string };
  membership?: string;
  displayname?: string | null;
  pinned?: string[];
  'm.new_content'?: MatrixContent;
  'm.mentions'?: { user_ids?: string[]; room?: boolean };
  'm.relates_to'?: {
    rel_type?: string;
    event_id?: string;
    key?: string;
    is_falling_back?: boolean;
    'm.in_reply_to'?: { event_id?: string };
  };
}

interface MatrixEvent {
  type: string;
  event_id: string;
  room_id?: string;
  sender: string;
  state_key?: string;
  origin_server_ts?: number;
  content?: MatrixContent;
  unsigned?: { redacted_because?: object };
}

/** What the events of a room say about it, wherever they stand in the file. */
interface MatrixRoom {
  id: string;
  title: string;
  topic: string | undefined;
  names: Map<string, string>;
  /** Users who are in the room, and since when. */
  members: Map<string, number | undefined>;
  pinned: Set<string>;
  createdAt: number | undefined;
  createdBy: string | undefined;
}

/** Reads exports of Element as JSON: the file of a room, its folder with the files, or a folder of these. */
export const readMatrix = async function* (path: string): AsyncGenerator<SourceRecord> {
  const files = statSync(path).isDirectory() ? exportsIn(path) : [path];
  if (files.length === 0) throw new ImportError(`${path} has no .json file`);
  const users = new Set<string>();
  for (const file of files) {
    const room = await roomIn(file);
    for (const [id, name] of room.names) {
      if (users.has(id)) continue;
      users.add(id);
      yield { type: 'user', user: { id, name, username: id } };
    }
    const { id, title, topic, createdAt, createdBy } = room;
    yield { type: 'room', room: { id, type: 'private', title, topic, createdAt, createdBy } };
    for (const [userId, joinedAt] of room.members)
      yield {
        type: 'member',
        member: { roomId: id, userId, joinedAt, ...(userId === createdBy ? { role: 'owner' as const } : {}) },
      };
    yield* eventsOf(file, room);
  }
};

const exportsIn = (folder: string): string[] => {
  const own = filesIn(folder, /\.json$/);
  if (own.length > 0) return own;
  return filesIn(folder, /./).flatMap((inner) =>
    statSync(inner).isDirectory() ? filesIn(inner, /\.json$/) : [],
  );
};

const roomIn = async (file: string): Promise<MatrixRoom> => {
  const room: MatrixRoom = {
    id: '',
    title: '',
    topic: undefined,
    names: new Map(),
    members: new Map(),
    pinned: new Set(),
    createdAt: undefined,
    createdBy: undefined,
  };
  for await (const { key, value } of readJson(file)) {
    if (key === 'room_name') room.title = String(value);
    else if (key === 'topic') room.topic = String(value) || undefined;
    else if (key === 'messages') learn(room, value as MatrixEvent);
  }
  if (room.title === '' && room.id === '')
    throw new ImportError(
      `${basename(file)}: this is not an export of Element: it has neither a room_name nor messages`,
    );
  // Of an export without any event.
  if (room.id === '') room.id = room.title;
  return room;
};

const learn = (room: MatrixRoom, event: MatrixEvent): void => {
  const { type, sender, state_key: subject, content = {}, origin_server_ts: at, room_id: id } = event;
  room.id ||= id ?? '';
  if (!room.names.has(sender)) room.names.set(sender, localName(sender));
  // Who wrote belongs to the room, unless a later event says otherwise.
  if (type === 'm.room.message' && !room.members.has(sender)) room.members.set(sender, undefined);
  if (type === 'm.room.create') [room.createdAt, room.createdBy] = [toTime(at), sender];
  if (type === 'm.room.pinned_events') room.pinned = new Set(content.pinned);
  if (type !== 'm.room.member' || subject === undefined) return;
  if (content.displayname) room.names.set(subject, content.displayname);
  else if (!room.names.has(subject)) room.names.set(subject, localName(subject));
  if (content.membership === 'join') room.members.set(subject, room.members.get(subject) ?? toTime(at));
  else if (content.membership !== 'invite') room.members.delete(subject);
};

/** The name of `@ana:example.org` is `ana`, unless a profile gives another one. */
const localName = (userId: string): string => /^@([^:]+):/.exec(userId)?.[1] ?? userId;

const eventsOf = async function* (file: string, room: MatrixRoom): AsyncGenerator<SourceRecord> {
  const media = mediaIn(dirname(file));
  for await (const { key, value, line } of readJson(file)) {
    if (key !== 'messages') continue;
    const event = value as MatrixEvent;
    const { type, event_id: id, sender, content = {}, unsigned } = event;
    const where = `${basename(file)}:${line}`;
    const relation = content['m.relates_to'];
    const at = toTime(event.origin_server_ts);
    if (at === undefined) yield withoutTime(file, line);
    else if (unsigned?.redacted_because) yield skipped('messages that were deleted there', where);
    else if (type === 'm.reaction' && relation?.event_id !== undefined)
      yield { type: 'reaction', messageId: relation.event_id, emoji: relation.key ?? '', userId: sender };
    else if (type === 'm.room.encrypted')
      yield skipped('encrypted messages that the exporter could not read', where);
    else if (type !== 'm.room.message' && type !== 'm.sticker') yield notice(type, where);
    else if (relation?.rel_type === 'm.replace' && relation.event_id !== undefined) {
      const text = textOf(content['m.new_content'] ?? content, room).text;
      yield { type: 'edit', messageId: relation.event_id, at, text };
    } else
      yield {
        type: 'message',
        message: messageOf({ id, sender, at, content, isSticker: type === 'm.sticker' }, room, media),
      };
  }
};

interface Written {
  id: string;
  sender: string;
  at: number;
  content: MatrixContent;
  isSticker: boolean;
}

const attached = new Set(['m.image', 'm.file', 'm.video', 'm.audio']);

const messageOf = (
  { id, sender, at, content, isSticker }: Written,
  room: MatrixRoom,
  media: Media,
): SourceMessage => {
  const relation = content['m.relates_to'];
  const hasFile = isSticker || attached.has(content.msgtype ?? '');
  const thread = relation?.rel_type === 'm.thread' ? relation.event_id : undefined;
  const quoted = relation?.is_falling_back ? undefined : relation?.['m.in_reply_to']?.event_id;
  const { text, mentions } = textOf(content, room);
  const { filename, body = '' } = content;
  return {
    id,
    roomId: room.id,
    at,
    author: sender,
    isBot: content.msgtype === 'm.notice',
    // The text of a file is its name, unless it has a name next to it.
    text: hasFile && (filename === undefined || filename === body) ? '' : text,
    mentions,
    mentionsAll: content['m.mentions']?.room,
    replyTo: quoted,
    thread,
    pinned: room.pinned.has(id),
    files: hasFile ? [media.take(filename ?? body, content.info?.mimetype)] : [],
  };
};

const textOf = (content: MatrixContent, { names }: MatrixRoom): { text: string; mentions: string[] } => {
  const { body = '', msgtype } = content;
  const isReply = content['m.relates_to']?.['m.in_reply_to'] !== undefined;
  // Older clients repeat what they reply to, as quoted lines at the beginning.
  const own = isReply ? body.replace(/^(?:> .*\n?)+\n/, '') : body;
  const mentions = new Set(content['m.mentions']?.user_ids);
  const text = own.replace(/@[\w.=/-]+:[\w.-]+\w/g, (all) => {
    const name = names.get(all);
    if (name === undefined) return all;
    mentions.add(all);
    return `@${name}`;
  });
  return { text: msgtype === 'm.emote' ? `_${text}_` : text, mentions: [...mentions] };
};

/** Finds the files that Element wrote. */
interface Media {
  take(name: string, type: string | undefined): SourceFile;
}

/** Element adds the date to the name of a file, in the language and time zone of its user: they are found by order. */
const mediaIn = (folder: string): Media => {
  const paths = ['images', 'video', 'audio', 'files']
    .map((name) => join(folder, name))
    .filter((inner) => existsSync(inner))
    .flatMap((inner) => filesIn(inner, /./));
  const taken = new Set<string>();
  return {
    take: (name, type) => {
      const extension = extname(name);
      const stem = basename(name, extension);
      const path = paths.find((each) => {
        const file = basename(each);
        return (
          !taken.has(each) && file.startsWith(`${stem}-`) && (extension === '' || extname(file) === extension)
        );
      });
      if (path !== undefined) taken.add(path);
      return { name: name || 'file', path, type };
    },
  };
};
