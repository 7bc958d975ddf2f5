import type { Message, RoomSnapshot } from '@chat/protocol';
import { indexOf } from '../messages/message-log.ts';
import {
  addQuoted,
  expireQuoted,
  noQuotedMessages,
  updateQuoted,
  type QuotedMessages,
} from './quoted-messages.ts';
import { expirePins, noPins, updatePins, type Pinned } from './pinned-messages.ts';
import { knownAs, type RoomCore } from './room-state.ts';
import {
  emptyThreads,
  hideInThreads,
  itemsIn,
  noThreads,
  putInThread,
  expireInThreads,
  type ThreadLogs,
} from './thread-logs.ts';

interface Parts {
  /** Open threads. */
  threads: ThreadLogs;
  /**
   * Messages that others reply to and that are not in the log. Null: I may not see it, or it does not exist.
   */
  quoted: QuotedMessages;
  /** Pinned messages of any age, once they were requested. */
  pins: Pinned;
}

/**
 * Loaded messages of a room outside its log. Immutable: its functions return another object, or the same if
 * nothing changed.
 */
export interface ExtraMessages extends Readonly<Parts> {
  /** Adds a stored message; `core` is the room before it. */
  withStored(core: RoomCore, message: Message): ExtraMessages;
  /** Applies the snapshot of a join, in any of the three modes. */
  withSnapshot(snapshot: RoomSnapshot): ExtraMessages;
  /** Removes messages created before a time, which retention has deleted. */
  withoutExpired(before: number): ExtraMessages;
  /** Returns the messages in open threads. */
  items(): Message[];
  /** Returns the loaded version of a message in a thread. */
  known(message: Message): Message | undefined;
}

const createExtraMessages = (parts: Parts): ExtraMessages => ({
  ...parts,
  withStored: (core, message) => {
    // A response may be older than events before it.
    const isOld = message.seq <= core.log.hidden || (knownAs(core, message)?.rev ?? 0) > message.rev;
    return changed(core, {
      threads: putInThread(parts.threads, message),
      quoted: updateQuoted(parts.quoted, [message]),
      pins: isOld ? parts.pins : updatePins(parts.pins, message),
    });
  },
  withSnapshot: ({ mode, messages, visibleAfter }) =>
    mode === 'resume'
      ? createExtraMessages({
          threads: hideInThreads(messages.reduce(putInThread, parts.threads), visibleAfter),
          quoted: updateQuoted(parts.quoted, messages),
          pins: messages.reduce(updatePins, parts.pins),
        })
      : createExtraMessages({
          ...nothing,
          threads: hideInThreads(emptyThreads(parts.threads), visibleAfter),
        }),
  withoutExpired: (before) =>
    createExtraMessages({
      threads: expireInThreads(parts.threads, before),
      quoted: expireQuoted(parts.quoted, before),
      pins: expirePins(parts.pins, before),
    }),
  items: () => itemsIn(parts.threads),
  known: ({ seq, threadId = '' }) => {
    const items = parts.threads.get(threadId)?.log.items;
    return items?.[indexOf(items, seq)];
  },
});

const nothing: Parts = { threads: noThreads, quoted: noQuotedMessages, pins: noPins };
const empty = createExtraMessages(nothing);

export const extraMessagesOf = (core: RoomCore): ExtraMessages => core.extra ?? empty;

const changed = (core: RoomCore, change: Partial<Parts>): ExtraMessages => {
  const before = extraMessagesOf(core);
  const isSame = (Object.keys(change) as (keyof Parts)[]).every((key) => change[key] === before[key]);
  if (isSame) return before;
  const { threads, quoted, pins } = before;
  return createExtraMessages({ threads, quoted, pins, ...change });
};

/** Changes the extra messages of a room; returns the same room if nothing changed. */
export const withExtraMessages = (core: RoomCore, change: Partial<Parts>): RoomCore => {
  const extra = changed(core, change);
  return extra === extraMessagesOf(core) ? core : { ...core, extra };
};

/** Returns the loaded message of this id, wherever it is. */
export const findMessage = (core: RoomCore, messageId: string): Message | undefined => {
  const { threads, quoted: originals } = extraMessagesOf(core);
  return (
    core.log.items.findLast(({ id }) => id === messageId) ??
    itemsIn(threads).find(({ id }) => id === messageId) ??
    originals.get(messageId) ??
    undefined
  );
};

/** Adds a message that others reply to, as it was loaded; null if the server rejected that. */
export const putQuoted = (core: RoomCore, id: string, message: Message | null): RoomCore => {
  // A change from an event before the response is newer.
  const late = core.log.lateChanges.filter((each) => each.id === id);
  return withExtraMessages(core, {
    quoted: updateQuoted(addQuoted(extraMessagesOf(core).quoted, id, message), late),
  });
};
