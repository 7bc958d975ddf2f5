import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Message, Reaction, Room } from '@chat/protocol';
import { exportFile, exportFiles, exportHeader } from '../../exports/full-export.ts';
import { readJson, readLines } from '../json-stream.ts';
import { ImportError, type OwnMarker, type OwnMember, type OwnUser, type SourceRecord } from '../source.ts';
import type { ImportedMessage } from '../../storage/contract/import-change.ts';

/** A line of the file that `chat-server export` writes. */
type Line =
  | typeof exportHeader
  | { type: 'room'; room: Room }
  | { type: 'member'; roomId: string; member: OwnMember['own'] }
  | ({ type: 'message'; roomId: string } & MessageLine)
  | { type: 'marker'; roomId: string; marker: Omit<OwnMarker, 'roomId'> }
  | { type: 'user'; user: OwnUser['own']['user']; lastSeenAt?: number; profile?: OwnUser['profile'] };

interface MessageLine {
  message: Omit<Message, 'roomId' | 'seq' | 'rev' | 'thread' | 'reactions'>;
  reactors?: ImportedMessage['reactors'];
  versions?: ImportedMessage['versions'];
  records?: ImportedMessage['records'];
}

/** Reads this chat's own export: the folder of `chat-server export`, or the transcript of a room as JSON. */
export const readChat = async function* (path: string): AsyncGenerator<SourceRecord> {
  if (!statSync(path).isDirectory()) {
    yield* readTranscript(path);
    return;
  }
  const file = join(path, exportFile);
  if (!existsSync(file)) throw new ImportError(`${path} has no ${exportFile}: it is not a whole export`);
  let isFirst = true;
  for await (const { value, line } of readLines(file)) {
    const each = value as Line;
    if (isFirst && (each.type !== exportHeader.type || each.version !== exportHeader.version))
      throw new ImportError(`${exportFile}:1: this is not an export of version ${exportHeader.version}`);
    isFirst = false;
    if (each.type !== exportHeader.type) yield recordOf(each, path, line);
  }
};

const recordOf = (each: Exclude<Line, typeof exportHeader>, folder: string, line: number): SourceRecord => {
  if (each.type === 'room') return { type: 'room', room: { id: each.room.id, own: each.room } };
  if (each.type === 'member') {
    const { roomId, member } = each;
    return { type: 'member', member: { roomId, userId: member.user.id, own: member } };
  }
  if (each.type === 'message') return messageOf(each.roomId, each, folder);
  if (each.type === 'marker') return { type: 'marker', marker: { ...each.marker, roomId: each.roomId } };
  if (each.type !== 'user') throw new ImportError(`${exportFile}:${line}: there is no piece of this type`);
  const { user, lastSeenAt, profile } = each;
  const own = { user, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) };
  return { type: 'user', user: { id: user.id, own, ...(profile ? { profile } : {}) } };
};

const messageOf = (
  roomId: string,
  { message, reactors, versions, records }: MessageLine,
  folder: string,
): SourceRecord => {
  const { id, author, createdAt, ...content } = message;
  const paths = content.attachments.map(({ fileId }) => [
    fileId,
    join(folder, exportFiles, basename(fileId)),
  ]);
  return {
    type: 'message',
    message: {
      id,
      roomId,
      at: createdAt,
      author,
      own: {
        ...content,
        reactors: reactors ?? [],
        versions: versions ?? [],
        ...(records ? { records } : {}),
      },
      paths: Object.fromEntries(paths) as Record<string, string>,
    },
  };
};

/** A transcript names files and the first users of a reaction, and has no members. */
const readTranscript = async function* (path: string): AsyncGenerator<SourceRecord> {
  let room: Room | undefined;
  for await (const { key, value, line } of readJson(path)) {
    if (key === 'room') {
      room = value as Room;
      yield { type: 'room', room: { id: room.id, own: room } };
    } else if (key === 'messages' && room) {
      const { roomId, seq: _seq, rev: _rev, thread: _thread, reactions, ...message } = value as Message;
      const reactors = reactions.map(({ emoji, by }) => ({ emoji, userIds: by }));
      yield* reactions.filter(isCut).map(({ emoji, count, by }): SourceRecord => {
        const what = `${emoji} of ${message.id}`;
        return {
          type: 'skipped',
          reason: 'reactions that a transcript only counts',
          what: `${count - by.length} × ${what}`,
        };
      });
      yield messageOf(roomId, { message, reactors }, join(path, '..'));
    } else if (key !== 'exportedAt')
      throw new ImportError(`${basename(path)}:${line}: this is not a transcript`);
  }
};

const isCut = ({ count, by }: Reaction): boolean => count > by.length;
