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
  /** Those that somebody looks at. */
  threads: ThreadLogs;
  /** Messages that others answer, where the log does not reach them. Null: there is none that I may see. */
  quoted: QuotedMessages;
  /** Pinned messages, wherever they stand, once somebody wants them. */
  pins: Pinned;
}

/** What is held of a room beside its log, once somebody wants it. Immutable: its functions answer another, or itself. */
export interface ExtraMessages extends Readonly<Parts> {
  /** With a message that the server has stored; `core` is the room before it. */
  withStored(core: RoomCore, message: Message): ExtraMessages;
  /** After a join was answered, in any of the three modes. */
  withSnapshot(snapshot: RoomSnapshot): ExtraMessages;
  /** Without what was created before a moment and is no longer kept. */
  withoutExpired(before: number): ExtraMessages;
  /** Messages in threads. */
  items(): Message[];
  /** A message in a thread, as it is held. */
  known(message: Message): Message | undefined;
}

const createExtraMessages = (parts: Parts): ExtraMessages => ({
  ...parts,
  withStored: (core, message) => {
    // An answer may be older than what was told before it came.
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

/** The room with something of it changed; the same when nothing is. */
export const withExtraMessages = (core: RoomCore, change: Partial<Parts>): RoomCore => {
  const extra = changed(core, change);
  return extra === extraMessagesOf(core) ? core : { ...core, extra };
};

/** The message of this id, where it is held. */
export const findMessage = (core: RoomCore, messageId: string): Message | undefined => {
  const { threads, quoted: originals } = extraMessagesOf(core);
  return (
    core.log.items.findLast(({ id }) => id === messageId) ??
    itemsIn(threads).find(({ id }) => id === messageId) ??
    originals.get(messageId) ??
    undefined
  );
};

/** The room with a message that is answered, as it was fetched; null when it was refused. */
export const putQuoted = (core: RoomCore, id: string, message: Message | null): RoomCore => {
  // A change that was told before the answer came is newer.
  const late = core.log.lateChanges.filter((each) => each.id === id);
  return withExtraMessages(core, {
    quoted: updateQuoted(addQuoted(extraMessagesOf(core).quoted, id, message), late),
  });
};
