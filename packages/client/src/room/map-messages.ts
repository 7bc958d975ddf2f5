import type { Message } from '@chat/protocol';
import { extraMessagesOf, withExtraMessages } from './extra-messages.ts';
import type { RoomCore } from './room-state.ts';

type Change = (message: Message) => Message;

/** Returns the same array if no message changes. */
const mapList = (messages: readonly Message[], change: Change): readonly Message[] => {
  let changed: Message[] | null = null;
  for (const [at, message] of messages.entries()) {
    const next = change(message);
    if (next === message) continue;
    changed ??= messages.slice();
    changed[at] = next;
  }
  return changed ?? messages;
};

const mapValues = <T>(values: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> => {
  let changed: Map<string, T> | null = null;
  for (const [key, value] of values) {
    const next = change(value);
    if (next !== value) (changed ??= new Map(values)).set(key, next);
  }
  return changed ?? values;
};

/**
 * Replaces all loaded messages of a room, wherever they are, without a new revision. Returns the same room if none
 * changes.
 */
export const mapMessages = (core: RoomCore, change: Change): RoomCore => {
  const items = mapList(core.log.items, change);
  const own = items === core.log.items ? core : { ...core, log: { ...core.log, items } };
  if (core.extra === null) return own;
  const { threads, quoted, pins } = extraMessagesOf(core);
  const known = mapValues(pins.known, change);
  return withExtraMessages(own, {
    threads: mapValues(threads, (thread) => {
      const inThread = mapList(thread.log.items, change);
      return inThread === thread.log.items ? thread : { ...thread, log: { ...thread.log, items: inThread } };
    }),
    quoted: mapValues(quoted, (message) => message && change(message)),
    pins: known === pins.known ? pins : { ...pins, known },
  });
};
