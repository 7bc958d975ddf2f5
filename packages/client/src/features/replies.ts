import { ChatError, type Message } from '@chat/protocol';
import { indexOf } from '../messages/message-log.ts';
import { createTimer } from '../platform/timer.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import type { Readable } from '../state/readable.ts';
import { extraMessagesOf, putQuoted } from '../room/extra-messages.ts';
import type { RoomContext } from '../room/room-context.ts';

/**
 * Messages that others reply to, which may be older than the loaded messages. The value changes when one is
 * loaded.
 */
export interface Replies extends Readable<ReadonlyMap<string, Message | null>> {
  /**
   * Returns the message of this id as it is now, tombstone or not. Undefined: it is being loaded; `subscribe`
   * reports when it is there. Null: I may not see it, or it does not exist.
   */
  original(messageId: string): Message | null | undefined;
}

export interface RepliesFeature {
  api: LazyPart<Replies>;
  /** Sends requests that were waiting for the room to be live. */
  live(): void;
  close(): void;
}

/** Most requests at once. */
const mostAtOnce = 6;
/** Pause before a retry, ms. */
const againMs = 3_000;

export const replies = ({ roomId, callNow, sync }: RoomContext): RepliesFeature => {
  /** The `seq` of a message never changes. */
  const seqs = new Map<string, number>();
  const wanted = new Set<string>();
  const asked = new Set<string>();
  const retryTimer = createTimer();

  const inLog = (id: string): Message | undefined => {
    const { items } = sync.core.log;
    const seq = seqs.get(id) ?? items.find((item) => item.id === id)?.seq;
    if (seq === undefined) return undefined;
    seqs.set(id, seq);
    const found = items[indexOf(items, seq)];
    return found?.id === id ? found : undefined;
  };

  const ask = async (id: string): Promise<void> => {
    wanted.delete(id);
    asked.add(id);
    const found = await callNow('message:get', { roomId, messageId: id }).catch((error: unknown) => {
      const closed = error instanceof ChatError && ['not_found', 'forbidden'].includes(error.code);
      return closed ? null : undefined;
    });
    asked.delete(id);
    if (found === undefined) {
      wanted.add(id);
      if (!retryTimer.runs) retryTimer.start(againMs, pump);
    } else sync.change((core) => putQuoted(core, id, found));
    pump();
  };

  const pump = (): void => {
    if (sync.status !== 'joined' || retryTimer.runs) return;
    for (const id of [...wanted].slice(0, mostAtOnce - asked.size)) void ask(id);
  };

  const live = (): void => {
    retryTimer.stop();
    pump();
  };

  return {
    live,
    close: retryTimer.stop,
    api: {
      get: () => extraMessagesOf(sync.core).quoted,
      original: (messageId) => {
        const known = inLog(messageId) ?? extraMessagesOf(sync.core).quoted.get(messageId);
        if (known !== undefined || asked.has(messageId)) return known;
        wanted.add(messageId);
        queueMicrotask(pump);
        return undefined;
      },
    },
  };
};
