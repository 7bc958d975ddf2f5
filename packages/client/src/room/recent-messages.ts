// Keeps the newest messages of a room on the device, to show them before the server has answered, and offline.
import type { Member, Message, User } from '@chat/protocol';
import type { RevealedMessage } from '../encryption/messages/message-revealer.ts';
import { emptyLog, newestOf, resetLog } from '../messages/message-log.ts';
import { withoutNames } from '../messages/unnamed-files.ts';
import type { ClientStorage } from '../platform/client-storage.ts';
import { noop } from '../platform/noop.ts';
import { createTimer } from '../platform/timer.ts';
import { countOthers, unreadOf } from './read-state.ts';
import type { RoomContext } from './room-context.ts';
import type { RoomCore } from './room-state.ts';

/** What is kept of a room besides its messages. */
const keptParts = [
  'room',
  'me',
  'peer',
  'can',
  'readSeq',
  'readTurn',
  'mentions',
  'mentionsCut',
  'blocked',
] as const;

interface Saved extends Pick<RoomCore, (typeof keptParts)[number] | 'counted'> {
  v: 1;
  /** When it was saved, ms since the epoch. */
  savedAt: number;
  messages: Message[];
  hasOlder: boolean;
}

export interface RecentMessages {
  /** The room has changed: shows what is kept while it is joined for the first time, and saves it later on. */
  look(): void;
  close(): void;
}

export interface RecentMessagesOptions {
  storage: ClientStorage;
  /** The server, as a part of keys. */
  server: () => string;
  /** Returns a key of the user that is known before the server has answered; null: there is none. */
  earlyKey: (user: User | null) => string | null;
}

const mostMessages = 50;
/** Of more rooms, those that were saved longest ago are forgotten. */
const mostRooms = 30;
/** The key of a token's user is known a moment after the room is joined, if there is one, ms. */
const lookAgainMs = 20;
const mostLooks = 100;
/**
 * A busy room is saved this often, ms. A page that is closing saves nothing: WebKit can suspend the write with its page,
 * and then the next page cannot read.
 */
const saveAfterMs = 1_000;
const dayMs = 86_400_000;
const prefix = 'recent:';

export const createRecentMessages = (
  { roomId, sync, user, self, now }: RoomContext,
  { storage, server, earlyKey }: RecentMessagesOptions,
): RecentMessages => {
  const keyTimer = createTimer();
  const saveTimer = createTimer();
  const keyOf = (owner: string): string => `${prefix}${JSON.stringify([server(), owner, roomId])}:`;
  let restored = '';
  let savedLog = emptyLog;
  let isCounted = false;
  let looks = 0;

  const isShown = (
    { createdAt, deletedAt }: Message,
    { retention }: NonNullable<RoomCore['room']>,
  ): boolean =>
    deletedAt === undefined && (typeof retention === 'string' || createdAt > now() - retention.days * dayMs);

  const show = (saved: Saved) => {
    const { room, messages, hasOlder, savedAt: _at, v: _v, ...parts } = saved;
    if (!room) return;
    const page = { messages: messages.filter((message) => isShown(message, room)), hasMore: hasOlder };
    sync.change((core) => {
      const log = resetLog(emptyLog, page, false);
      return { ...core, ...parts, room, log, countedTo: log.from - 1 };
    });
  };

  const save = () => {
    const { core } = sync;
    const [owner, by] = [earlyKey(user()), user()];
    const isKept = core.room && core.room.retention !== 'ephemeral' && core.log !== savedLog;
    if (owner === null || !by || !isKept || sync.status === 'left') return;
    savedLog = core.log;
    const newest = newestOf(core.log);
    const messages = newest.slice(-mostMessages).map(withoutSecrets);
    const hasOlder = core.log.hasOlder || newest.length > messages.length;
    const log = resetLog(emptyLog, { messages, hasMore: hasOlder }, false);
    const parts = Object.fromEntries(keptParts.map((name) => [name, core[name]])) as Pick<
      RoomCore,
      (typeof keptParts)[number]
    >;
    const counted = unreadOf(core, self()) - countOthers(log, log.from - 1, self(), core.blocked);
    // The user of a public room need not be a member. Until the server has answered, it is known from here who they are.
    const me: Member = core.me ?? { user: by, role: 'guest', joinedAt: 0 };
    const saved: Saved = { v: 1, savedAt: now(), messages, hasOlder, counted, ...parts, me };
    storage.set(keyOf(owner), saved).then(forgetOldest, noop);
  };

  const forgetOldest = async () => {
    if (isCounted) return;
    isCounted = true;
    const all = await storage.list(prefix);
    const times = all.map(({ key, value }) => ({ key, at: (value as Saved).savedAt }));
    times.sort((a, b) => b.at - a.at);
    for (const { key } of times.slice(mostRooms)) await storage.delete(key);
  };

  /** Unless the server is faster. */
  const restore = () => {
    const owner = earlyKey(user());
    if (owner === restored || sync.core.log.loaded || sync.status !== 'joining') return;
    if (owner === null) {
      if (looks++ < mostLooks) keyTimer.start(lookAgainMs, restore);
      return;
    }
    restored = owner;
    void storage.get(keyOf(owner)).then((found) => {
      const saved = found as Saved | undefined;
      const isWanted = sync.wanted && !sync.core.log.loaded && earlyKey(user()) === owner;
      if (saved?.v === 1 && isWanted) show(saved);
    }, noop);
  };

  // Outside of browsers there is no page to show at once.
  const isPage = typeof document !== 'undefined';

  return {
    look: () => {
      if (!isPage) return;
      const owner = earlyKey(user());
      if (sync.status === 'joining') restore();
      else if (sync.status === 'left' && owner !== null) {
        saveTimer.stop();
        void storage.delete(keyOf(owner)).catch(noop);
      } else if (sync.status === 'joined' && sync.core.log !== savedLog && !saveTimer.runs)
        saveTimer.start(saveAfterMs, save);
    },
    close: () => {
      // Without saving: the user may be signing out.
      keyTimer.stop();
      saveTimer.stop();
    },
  };
};

/** Encrypted messages are stored as the server has them, and decrypted again with the keys of the device. */
const withoutSecrets = (message: RevealedMessage): Message => {
  if (!message.encrypted) return message;
  const { undecryptable: _, attachments, ...rest } = message;
  // The keys of files are not stored either.
  return { ...rest, text: '', attachments: withoutNames(attachments) };
};
