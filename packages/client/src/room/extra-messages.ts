import type { Message, RoomSnapshot } from '@chat/protocol';
import { indexOf } from '../messages/message-log.ts';
import { kept, keptOriginals, noOriginals, renewed, type Originals } from './quoted-messages.ts';
import { keptPins, noPins, pinnedWith, type Pinned } from './pinned-messages.ts';
import { knownAs, type RoomCore } from './room-state.ts';
import {
  emptied,
  hidden,
  itemsIn,
  noThreads,
  putInThread,
  withoutOld,
  type ThreadLogs,
} from './thread-logs.ts';

interface Held {
  /** Those that somebody looks at. */
  threads: ThreadLogs;
  /** Messages that others answer, where the log does not reach them. Null: there is none that I may see. */
  originals: Originals;
  /** Pinned messages, wherever they stand, once somebody wants them. */
  pins: Pinned;
}

/** What is held of a room beside its log, once somebody wants it. Immutable: its functions answer another, or itself. */
export interface HeldBeside extends Readonly<Held> {
  /** With a message that the server has stored; `core` is the room before it. */
  stored(core: RoomCore, message: Message): HeldBeside;
  /** After a join was answered, in any of the three modes. */
  joined(snapshot: RoomSnapshot): HeldBeside;
  /** Without what was created before a moment and is no longer kept. */
  expired(before: number): HeldBeside;
  /** Messages in threads. */
  items(): Message[];
  /** A message in a thread, as it is held. */
  known(message: Message): Message | undefined;
}

const heldBeside = (held: Held): HeldBeside => ({
  ...held,
  stored: (core, message) => {
    // An answer may be older than what was told before it came.
    const isOld = message.seq <= core.log.hidden || (knownAs(core, message)?.rev ?? 0) > message.rev;
    return changed(core, {
      threads: putInThread(held.threads, message),
      originals: renewed(held.originals, [message]),
      pins: isOld ? held.pins : pinnedWith(held.pins, message),
    });
  },
  joined: ({ mode, messages, visibleAfter }) =>
    mode === 'resume'
      ? heldBeside({
          threads: hidden(messages.reduce(putInThread, held.threads), visibleAfter),
          originals: renewed(held.originals, messages),
          pins: messages.reduce(pinnedWith, held.pins),
        })
      : heldBeside({ ...nothing, threads: hidden(emptied(held.threads), visibleAfter) }),
  expired: (before) =>
    heldBeside({
      threads: withoutOld(held.threads, before),
      originals: keptOriginals(held.originals, before),
      pins: keptPins(held.pins, before),
    }),
  items: () => itemsIn(held.threads),
  known: ({ seq, threadId = '' }) => {
    const items = held.threads.get(threadId)?.log.items;
    return items?.[indexOf(items, seq)];
  },
});

const nothing: Held = { threads: noThreads, originals: noOriginals, pins: noPins };
const empty = heldBeside(nothing);

export const besideOf = (core: RoomCore): HeldBeside => core.beside ?? empty;

const changed = (core: RoomCore, change: Partial<Held>): HeldBeside => {
  const before = besideOf(core);
  const isSame = (Object.keys(change) as (keyof Held)[]).every((key) => change[key] === before[key]);
  if (isSame) return before;
  const { threads, originals, pins } = before;
  return heldBeside({ threads, originals, pins, ...change });
};

/** The room with something of it changed; the same when nothing is. */
export const withBeside = (core: RoomCore, change: Partial<Held>): RoomCore => {
  const beside = changed(core, change);
  return beside === besideOf(core) ? core : { ...core, beside };
};

/** The message of this id, where it is held. */
export const findMessage = (core: RoomCore, messageId: string): Message | undefined => {
  const { threads, originals } = besideOf(core);
  return (
    core.log.items.findLast(({ id }) => id === messageId) ??
    itemsIn(threads).find(({ id }) => id === messageId) ??
    originals.get(messageId) ??
    undefined
  );
};

/** The room with a message that is answered, as it was fetched; null when it was refused. */
export const putOriginal = (core: RoomCore, id: string, message: Message | null): RoomCore => {
  // A change that was told before the answer came is newer.
  const late = core.log.late.filter((each) => each.id === id);
  return withBeside(core, { originals: renewed(kept(besideOf(core).originals, id, message), late) });
};
