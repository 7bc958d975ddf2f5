import { pageSize } from '@chat/protocol';
import type { Receipts } from '../features/receipts.ts';
import { createTimer } from '../platform/timer.ts';
import { applyRead, putReceipts, reachesUnread, mentionsOf, unreadOf } from './read-state.ts';
import { readMarkerOf } from './room-state.ts';
import type { RoomContext } from './room-context.ts';
import type { Stop } from '../state/readable.ts';
import { onPageHidden } from '../platform/page-hidden.ts';
import { noop } from '../platform/noop.ts';

const gatherMs = 300;
/** Delay per member: together, the members of a large room send at most 200 reports a second. */
const perPersonMs = 5;
const longestGatherMs = 30_000;
const againMs = 5_000;
/** Pages of markers of others that are loaded. */
const mostPages = 10;

/** Reports my read marker to the server, and loads those of others. */
export interface ReadReporter {
  api: Pick<Receipts, 'load' | 'unread' | 'count'>;
  /** Reports the marker after a delay, with later changes. */
  schedule(): void;
  /** The room is live: reports what is unreported. */
  live(): void;
  /** Reports a delayed change now. */
  flush(): void;
  close(): void;
}

/** Returns the delay of reports in a room of this size, ms. */
export const readGatherMs = (occupancy: number): number =>
  Math.min(longestGatherMs, Math.max(gatherMs, occupancy * perPersonMs));

export const createReadReporter = ({
  roomId,
  call,
  callNow,
  sync,
  self,
  random,
}: RoomContext): ReadReporter => {
  let reported = ''; // the last marker that the server confirmed; a restored backup may be older
  let stopWatching: Stop | null = null;
  const timer = createTimer();

  const flush = async () => {
    timer.stop();
    const { readSeq: seq, readTurn: turn, since } = sync.core;
    const marker = readMarkerOf(since?.epoch, turn, seq);
    const isReported = marker === reported || marker === sync.core.reportedMarker;
    if (seq === 0 || isReported || sync.status !== 'joined') return;
    const answer = await callNow('receipt:read', { roomId, seq, turn }).catch(() => null);
    if (answer === null) {
      // Offline, `live` reports it.
      if (sync.wanted && !timer.runs) timer.start(againMs, () => void flush());
      return;
    }
    // The marker has moved back meanwhile, for which there is an event, possibly before this response.
    if (answer.turn !== turn) return;
    reported = marker;
    sync.change((core) => applyRead(core, answer.seq, turn));
    const { core } = sync;
    const differs = unreadOf(core, self()) !== answer.unread || mentionsOf(core) !== answer.unreadMentions;
    // If unread messages or mentions are not all known here, only the server can count them.
    if (differs && (core.mentionsCut || !reachesUnread(core))) sync.check();
  };

  let wanted = false; // the markers of others were requested
  const loadOthers = async (): Promise<void> => {
    let after: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await callNow('receipt:list', {
        roomId,
        limit: pageSize.max,
        ...(after === undefined ? {} : { after }),
      });
      sync.change((core) => putReceipts(core, page.receipts, self()));
      after = page.receipts.at(-1)?.userId;
      if (!page.hasMore || after === undefined) return;
    }
  };

  const flushWaiting = () => {
    if (timer.runs) void flush();
  };

  return {
    schedule: () => {
      stopWatching ??= onPageHidden(flushWaiting);
      if (timer.runs) return;
      const ms = readGatherMs(sync.core.memberList.occupancy);
      // Members often read a message at the same moment; this spreads their reports.
      timer.start(ms === gatherMs ? ms : ms * (0.5 + random()), () => void flush());
    },
    live: () => {
      void flush();
      // After a failure, only markers from later events are known.
      if (wanted) loadOthers().catch(noop);
    },
    flush: flushWaiting,
    close: () => {
      timer.stop();
      stopWatching?.();
    },
    api: {
      load: () => {
        wanted = true;
        return sync.status === 'joined' ? loadOthers() : Promise.resolve();
      },
      count: (messageId) => call('receipt:count', { roomId, messageId }),
      unread: async (seq) => void (await call('receipt:unread', { roomId, ...(seq && { seq }) })),
    },
  };
};
