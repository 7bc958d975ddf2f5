import type { Call, MessagePage } from '@chat/protocol';
import { addIsland, addNewer, addOlder } from './log-pages.ts';
import type { MessageLog } from './message-log.ts';
import type { RoomSync } from '../room/room-sync.ts';

/** Loads a page into the log; resolves to false if it is empty. */
export type LoadPage = (
  place: { before?: number; after?: number; around?: number; limit: number | undefined },
  put: (log: MessageLog, page: MessagePage, self: string) => MessageLog,
) => Promise<boolean>;

/** Loads messages far above the loaded ones. */
export interface HistoryLoader {
  reach(messageId: string): Promise<boolean>;
  fill(side: 'after' | 'before'): Promise<boolean>;
}

const limit = 60;

export const createHistoryLoader = ({
  call,
  roomId,
  sync,
  load,
}: {
  call: Call;
  roomId: string;
  sync: RoomSync;
  load: LoadPage;
}): HistoryLoader => {
  const holds = (id: string): boolean => sync.core.log.items.some((message) => message.id === id);

  let filling: Promise<boolean> | null = null;
  const fill = async (side: 'after' | 'before'): Promise<boolean> => {
    const { island, from } = sync.core.log;
    if (island === null) return false;
    const { to } = island;
    return side === 'after'
      ? load({ after: to, limit }, (log, page, self) => addNewer(log, page, to, self))
      : load({ before: from, limit }, (log, page, self) => addOlder(log, page, from, self));
  };

  return {
    reach: async (messageId) => {
      if (holds(messageId)) return true;
      const { seq } = await call('message:get', { roomId, messageId });
      const { since, log: before } = sync.core;
      // A page that was requested before a reset does not fit the messages after it.
      const fits = (log: MessageLog): boolean =>
        sync.core.since?.epoch === since?.epoch && log.from <= before.from;
      await load({ around: seq, limit }, (log, page, self) => (fits(log) ? addIsland(log, page, self) : log));
      return holds(messageId);
    },
    fill: (side) => (filling ??= fill(side).finally(() => (filling = null))),
  };
};
