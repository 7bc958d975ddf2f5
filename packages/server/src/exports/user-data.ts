import type { Message } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { blockedIn, withoutBlocked } from '../users/blocked-users.ts';
import type { StoredRecord } from '../storage/contract/records.ts';
import type { ReactionOf, ChatStorage } from '../storage/contract/storage.ts';

interface UserDataDeps {
  storage: ChatStorage;
  rooms: Pick<RoomRegistry, 'open' | 'live'>;
  now: () => number;
}

const pageLimit = 100;

/**
 * Streams everything stored about a user as one JSON document: `{ exportedAt, user, profile, blocked,
 * notifications, rooms, files }`, each room with the user's membership, mark, wishes, invite links, messages and reactions; edited
 * messages with their `versions`, the newest first. Of other users it has only how many reacted. One page is
 * in memory at a time.
 */
export const userDataOf = async function* (deps: UserDataDeps, userId: string): AsyncGenerator<string> {
  const { storage, now } = deps;
  yield `{"exportedAt":${now()},"user":${JSON.stringify(await storage.users.get(userId))}`;
  // The storage key of the picture is internal; its address is included.
  const stored = await storage.profiles.get(userId);
  const { pictureId: _key, ...profile } = withoutBlocked(stored);
  yield `,"profile":${JSON.stringify(profile)},"blocked":${JSON.stringify(blockedIn(stored))}`;
  const settings = await storage.notifications.settings(userId);
  const devices = (await storage.notifications.subscriptions(userId)).map(({ endpoint, createdAt }) => ({
    endpoint,
    createdAt,
  }));
  yield `,"notifications":${JSON.stringify({ settings, devices })},"rooms":[`;
  let isFirst = true;
  for await (const room of roomsWith(deps, userId)) {
    yield isFirst ? '\n' : ',\n';
    isFirst = false;
    yield* inRoom(storage, room, userId);
  }
  yield '],"files":';
  yield* list(filesOf(storage, userId));
  yield '}\n';
};

/** Yields the rooms with any data of a user, those in memory included. */
export const roomsWith = async function* (
  { storage, rooms }: Pick<UserDataDeps, 'storage' | 'rooms'>,
  userId: string,
): AsyncGenerator<LiveRoom> {
  for (let after: string | undefined; ;) {
    const page = await storage.timeline.roomsWithDataOf(userId, {
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    });
    for (const roomId of page.roomIds) {
      const room = await rooms.open(roomId);
      if (room) yield room;
    }
    after = page.roomIds.at(-1);
    if (!page.hasMore || after === undefined) break;
  }
  for (const room of rooms.live()) {
    if (room.timeline === storage.timeline) continue;
    if ((await room.timeline.roomsWithDataOf(userId, { limit: 1 })).roomIds.length > 0) yield room;
  }
};

const inRoom = async function* (
  { preferences }: ChatStorage,
  { id: roomId, timeline, head }: LiveRoom,
  userId: string,
): AsyncGenerator<string> {
  const { title, type } = head.room;
  const member = await timeline.member(roomId, userId);
  const { role, state, joinedAt, mutedUntil } = member ?? {};
  const about = {
    room: { id: roomId, title, type },
    membership: member && { role, state, joinedAt, mutedUntil },
    mark: await timeline.markRead(roomId, userId, 0, { at: 0 }),
    wishes: await preferences.get(userId, roomId),
    inviteLinks: ((await timeline.head(roomId))?.inviteLinks ?? [])
      .filter(({ createdBy }) => createdBy.id === userId)
      .map(({ hash: _secret, ...link }) => link),
  };
  yield `${JSON.stringify(about).slice(0, -1)},"messages":`;
  yield* list(messagesOf(timeline, roomId, userId));
  yield ',"reactions":';
  yield* list(reactionsOf(timeline, roomId, userId));
  yield ',"records":';
  yield* list(recordsOf(timeline, roomId, userId));
  yield '}';
};

/** Writes a JSON array as its items arrive. */
const list = async function* (items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let between = '[';
  for await (const item of items) {
    yield `${between}\n${JSON.stringify(item)}`;
    between = ',';
  }
  yield between === '[' ? '[]' : '\n]';
};

const messagesOf = async function* (
  timeline: LiveRoom['timeline'],
  roomId: string,
  userId: string,
): AsyncGenerator {
  for (let after = 0; ;) {
    const page = await timeline.messagesBy(roomId, userId, { after, limit: pageLimit });
    for (const message of page.messages) {
      const versions = message.editedAt === undefined ? [] : await timeline.versions(roomId, message.id);
      yield { ...ownPart(message), ...(versions.length > 0 ? { versions } : {}) };
    }
    after = page.messages.at(-1)?.seq ?? after;
    if (!page.hasMore) return;
  }
};

/** Leaves out which other users reacted. */
const ownPart = ({ reactions, ...message }: Message): object => ({
  ...message,
  reactions: reactions.map(({ emoji, count }) => ({ emoji, count })),
});

export const reactionsOf = async function* (
  timeline: LiveRoom['timeline'],
  roomId: string,
  userId: string,
): AsyncGenerator<ReactionOf> {
  for (let after: ReactionOf | undefined; ;) {
    const page = await timeline.reactionsBy(roomId, userId, {
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.reactions;
    after = page.reactions.at(-1);
    if (!page.hasMore || after === undefined) return;
  }
};

/** Of features, such as votes. */
const recordsOf = async function* (
  timeline: LiveRoom['timeline'],
  roomId: string,
  userId: string,
): AsyncGenerator {
  for (let after: StoredRecord | undefined; ;) {
    const page = await timeline.recordsOf(roomId, userId, {
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.records;
    after = page.records.at(-1);
    if (!page.hasMore || after === undefined) return;
  }
};

const filesOf = async function* ({ files }: ChatStorage, userId: string): AsyncGenerator {
  for (let before: string | undefined; ;) {
    const page = await files.ofUser(userId, {
      limit: pageLimit,
      ...(before === undefined ? {} : { before }),
    });
    for (const { file } of page.files) yield file;
    before = page.files.at(-1)?.file.fileId;
    if (!page.hasMore || before === undefined) return;
  }
};
