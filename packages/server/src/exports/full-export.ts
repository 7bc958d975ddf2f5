import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Attachment, LinkCard, Message, Room } from '@chat/protocol';
import { keyOf, thumbnailKeyOf, type FileStore } from '../files/file-store.ts';
import { retentionCutoff } from '../storage/shared/retention.ts';
import type { StoredMember, StoredRecord } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { tallyKind, voteKey, voteKind } from '../storage/decide/polls/poll-records.ts';

/** The file with everything but the bytes of files, a JSON document per line. */
export const exportFile = 'chat.ndjson';
/** The folder with the bytes of files, by their ids; of a thumbnail with `.thumbnail`. */
export const exportFiles = 'files';
/** The first line. */
export const exportHeader = { type: 'chat-export', version: 1 } as const;

interface FullExportDeps {
  storage: ChatStorage;
  store: FileStore;
  now: () => number;
  onProgress?: (messages: number) => void;
}

const pageLimit = 500;
const pieceLength = 65_536;

/**
 * Writes everything that another chat of this kind needs into a folder: rooms, members, read markers, all
 * messages (private ones too), reactions, earlier texts, users and files. The same content gives the same
 * files, byte for byte.
 */
export const writeFullExport = async (folder: string, deps: FullExportDeps): Promise<void> => {
  await mkdir(join(folder, exportFiles), { recursive: true, mode: 0o700 });
  const path = join(folder, exportFile);
  const pieces = (async function* (): AsyncGenerator<string> {
    let piece = '';
    for await (const line of exportLines(folder, deps)) {
      piece += `${JSON.stringify(line, inOrder)}\n`;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  })();
  await pipeline(Readable.from(pieces), createWriteStream(`${path}.part`, { mode: 0o600 }));
  // A folder that has this file has a whole export.
  await rename(`${path}.part`, path);
};

/** Stores keep the keys of a record in the order in which they got them: an export has an order of its own. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const exportLines = async function* (folder: string, deps: FullExportDeps): AsyncGenerator<object> {
  const { storage } = deps;
  /** Users have no list of their own: they are found by their names, and by what they did. */
  const userIds = new Set<string>();
  yield exportHeader;
  for (let after: string | undefined; ;) {
    const page = await storage.rooms.list({ limit: pageLimit, ...(after === undefined ? {} : { after }) });
    for (const room of page.rooms) yield* roomLines(room, folder, userIds, deps);
    after = page.rooms.at(-1)?.id;
    if (!page.hasMore || after === undefined) break;
  }
  for (let after: { word: string; userId: string } | undefined; ;) {
    const page = await storage.users.words({ prefix: '', limit: pageLimit, ...(after ? { after } : {}) });
    for (const { user } of page.found) userIds.add(user.id);
    const last = page.found.at(-1);
    if (!page.hasMore || last === undefined) break;
    after = { word: last.word, userId: last.user.id };
  }
  for (const userId of [...userIds].sort()) {
    const stored = await storage.users.get(userId);
    if (stored === null) continue;
    const { pictureId, avatarUrl, ...others } = await storage.profiles.get(userId);
    // An uploaded picture is stored under a key of this server, and has an address on it.
    const profile = { ...others, ...(pictureId === undefined && avatarUrl ? { avatarUrl } : {}) };
    yield { type: 'user', ...stored, ...(Object.keys(profile).length > 0 ? { profile } : {}) };
  }
};

const roomLines = async function* (
  listed: Room,
  folder: string,
  userIds: Set<string>,
  deps: FullExportDeps,
): AsyncGenerator<object> {
  const { timeline } = deps.storage;
  const head = await timeline.head(listed.id);
  if (head === null) return;
  const { room } = head;
  yield { type: 'room', room };
  userIds.add(room.createdBy);
  const first = await timeline.page(room.id, { after: 0, limit: 1, unfiltered: true });
  /** Messages that were pruned before the export do not count. */
  const before = (first.messages[0]?.seq ?? 1) - 1;
  for await (const member of membersOf(deps.storage, room.id)) {
    userIds.add(member.user.id);
    const { rev: _rev, ...shown } = member;
    yield {
      type: 'member',
      roomId: room.id,
      member: { ...shown, joinedSeq: Math.max(0, member.joinedSeq - before) },
    };
  }
  yield* messageLines(room, folder, userIds, deps);
  yield* markerLines(room.id, before, deps.storage);
};

const membersOf = async function* ({ timeline }: ChatStorage, roomId: string): AsyncGenerator<StoredMember> {
  for (const list of ['members', 'banned'] as const) {
    for (let after: string | undefined; ;) {
      const page = await timeline[list](roomId, {
        limit: pageLimit,
        ...(after === undefined ? {} : { after }),
      });
      yield* page.members;
      after = page.members.at(-1)?.user.id;
      if (!page.hasMore || after === undefined) break;
    }
  }
};

const messageLines = async function* (
  room: Room,
  folder: string,
  userIds: Set<string>,
  deps: FullExportDeps,
): AsyncGenerator<object> {
  const { timeline } = deps.storage;
  for (let after = 0; ;) {
    const page = await timeline.page(room.id, { after, limit: pageLimit, unfiltered: true });
    for (const message of page.messages) {
      if (message.createdAt < retentionCutoff(room, deps.now())) continue;
      userIds.add(message.author.id);
      for (const attachment of message.attachments) await copyFile(folder, attachment, deps.store);
      yield { type: 'message', roomId: room.id, ...(await wholeMessage(message, userIds, deps.storage)) };
    }
    deps.onProgress?.(page.messages.length);
    after = page.messages.at(-1)?.seq ?? after;
    if (!page.hasMore || page.messages.length === 0) return;
  }
};

/** Returns a message without the numbers of this store, with what the store has apart from it. */
const wholeMessage = async (
  message: Message,
  userIds: Set<string>,
  { timeline }: ChatStorage,
): Promise<object> => {
  const { roomId, seq: _seq, rev: _rev, thread: _thread, reactions, card, ...plain } = message;
  const reactors: { emoji: string; userIds: string[] }[] = [];
  for (const { emoji, count, by } of reactions) {
    const all = by.length === count ? by : await reactorsOf(timeline, roomId, message.id, emoji);
    // Those that the message shows come first: the order of the others is not stored.
    reactors.push({ emoji, userIds: [...new Set([...by, ...all])] });
    for (const userId of all) userIds.add(userId);
  }
  const versions = message.editedAt === undefined ? [] : await timeline.versions(roomId, message.id);
  const records = await pollRecords(message, timeline);
  return {
    message: { ...plain, ...(card ? { card: withoutImage(card) } : {}) },
    ...(reactors.length > 0 ? { reactors } : {}),
    ...(versions.length > 0 ? { versions: versions.toReversed().map(({ text, at }) => ({ text, at })) } : {}),
    ...(records.length > 0 ? { records } : {}),
  };
};

/**
 * Returns the tally and the votes of a poll. Who voted in an anonymous poll is known by a key of this server
 * alone: elsewhere it shows its result, and takes no more votes.
 */
const pollRecords = async (
  { roomId, id, poll }: Message,
  timeline: ChatStorage['timeline'],
): Promise<StoredRecord[]> => {
  if (poll === undefined || poll.anonymous) return [];
  const tally = await timeline.record(roomId, tallyKind, id);
  if (tally === null) return [];
  const all = [tally];
  // The character after the colon.
  const below = `${id};`;
  for (let above = voteKey(id); ;) {
    const page = await timeline.records(roomId, voteKind, { above, below, limit: pageLimit });
    all.push(...page.records);
    above = page.records.at(-1)?.key ?? above;
    if (!page.hasMore || page.records.length === 0) return all;
  }
};

/** The picture of a card is a file that no message sends: a new one is not fetched. */
const withoutImage = ({ image: _image, ...card }: LinkCard): LinkCard => card;

const reactorsOf = async (
  timeline: ChatStorage['timeline'],
  roomId: string,
  messageId: string,
  emoji: string,
): Promise<string[]> => {
  const all: string[] = [];
  for (let after: string | undefined; ;) {
    const query = { limit: pageLimit, ...(after === undefined ? {} : { after }) };
    const page = await timeline.reactors(roomId, { messageId, emoji }, query);
    all.push(...page.userIds);
    after = page.userIds.at(-1);
    if (!page.hasMore || after === undefined) return all;
  }
};

const markerLines = async function* (
  roomId: string,
  before: number,
  { timeline }: ChatStorage,
): AsyncGenerator<object> {
  for (let after: string | undefined; ;) {
    const page = await timeline.readMarkers(roomId, {
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    });
    for (const { userId } of page.readMarkers) {
      // Moving it to the beginning changes nothing, and returns it.
      const marker = await timeline.markRead(roomId, userId, 0, { at: 0 });
      if (marker === null) continue;
      const { joinedAt, joinedSeq, readSeq } = marker;
      const from = (seq: number): number => Math.max(0, seq - before);
      yield {
        type: 'marker',
        roomId,
        marker: { userId, joinedAt, joinedSeq: from(joinedSeq), readSeq: from(readSeq) },
      };
    }
    after = page.readMarkers.at(-1)?.userId;
    if (!page.hasMore || after === undefined) return;
  }
};

const copyFile = async (
  folder: string,
  { fileId, thumbnail }: Attachment,
  store: FileStore,
): Promise<void> => {
  const copy = async (key: string): Promise<void> => {
    const bytes = await store.get(key);
    if (bytes) await pipeline(bytes, createWriteStream(join(folder, exportFiles, key), { mode: 0o600 }));
  };
  await copy(keyOf(fileId));
  if (thumbnail) await copy(thumbnailKeyOf(fileId));
};
