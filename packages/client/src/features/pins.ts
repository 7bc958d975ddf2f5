import { ChatError, pageSize, type Message } from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';
import { extraMessagesOf, withExtraMessages } from '../room/extra-messages.ts';
import { noPins, setPins, beginReadingPins, type Pinned } from '../room/pinned-messages.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import { view, type Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';

export interface PinList {
  /** Last pinned first. */
  items: readonly Message[];
  loaded: boolean;
}

/** Pinned messages of a room, which may be older than the loaded messages. */
export interface Pins extends Readable<PinList> {
  /**
   * Loads them and keeps them current from then on, through every reconnect. Resolves after the first
   * request.
   */
  load(): Promise<void>;
  /** Needs `can['message:pin']`. Resolves to the stored message; rejects with `ChatError`. */
  pin(messageId: string): Promise<Message>;
  unpin(messageId: string): Promise<Message>;
}

export interface PinsFeature {
  api: LazyPart<Pins>;
  /** Sends requests that were waiting for the room to be live. */
  live(): void;
  close(): void;
}

/** Pause before a retry, ms. */
const againMs = 3_000;

export const pins = ({ roomId, call, callNow, sync, putStored }: RoomContext): PinsFeature => {
  let wanted = false;
  let asked: object | null = null;
  const retryTimer = createTimer();

  const pinned = () => extraMessagesOf(sync.core).pins;
  const change = (next: (pins: Pinned) => Pinned) =>
    sync.change((core) => withExtraMessages(core, { pins: next(extraMessagesOf(core).pins) }));

  const all = async (): Promise<Message[]> => {
    const found: Message[] = [];
    for (let hasMore = true; hasMore;) {
      const after = found.at(-1)?.seq ?? 0;
      const page = await callNow('message:pins', { roomId, limit: pageSize.max, ...(after && { after }) });
      found.push(...page.messages);
      hasMore = page.hasMore && page.messages.length > 0;
    }
    return found;
  };

  const read = async (): Promise<void> => {
    if (!wanted || sync.status !== 'joined' || pinned().loaded) return;
    const mine = {};
    asked = mine;
    retryTimer.stop();
    change(beginReadingPins);
    try {
      const found = await all();
      // A reset since then has dropped the changes, and started again.
      if (asked === mine && pinned().reading) change((pins) => setPins(pins, found));
    } catch (error) {
      if (asked !== mine) return;
      if (error instanceof ChatError && ['not_found', 'forbidden'].includes(error.code)) change(() => noPins);
      else retryTimer.start(againMs, () => void read());
    }
  };

  const list = view(
    () => [pinned()],
    (): PinList => {
      const { known, loaded } = pinned();
      const items = [...known.values()].filter(({ pinnedAt }) => pinnedAt !== undefined);
      return { items: loaded ? items.sort(lastPinnedFirst) : [], loaded };
    },
  );

  const set = async (command: 'message:pin' | 'message:unpin', messageId: string): Promise<Message> =>
    putStored(await call(command, { roomId, messageId }));

  return {
    live: () => void read(),
    close: retryTimer.stop,
    api: {
      get: list.get,
      load: async () => {
        if (wanted) return;
        wanted = true;
        await read();
      },
      pin: (messageId) => set('message:pin', messageId),
      unpin: (messageId) => set('message:unpin', messageId),
    },
  };
};

const lastPinnedFirst = (one: Message, other: Message): number =>
  (other.pinnedAt ?? 0) - (one.pinnedAt ?? 0) || other.seq - one.seq;
