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
/** Of all who are in a room: so that those of a large one say it two hundred times a second at most, however many they are. */
const perPersonMs = 5;
const longestGatherMs = 30_000;
const againMs = 5_000;

/** Tells the server what I have read, and asks it what others have. */
export interface ReadReporter {
  api: Pick<Receipts, 'load' | 'unread' | 'count'>;
  /** There is something to say, gathered with what follows. */
  schedule(): void;
  /** Says what could not be said before. */
  live(): void;
  /** Says it now. */
  flush(): void;
  close(): void;
}

/** How long what somebody reads in a room of so many is gathered before it is said, ms. */
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
  let reported = ''; // what the server has answered: a restored store may have forgotten it
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
      // Offline, it is said when the room is live again.
      if (sync.wanted && !timer.runs) timer.start(againMs, () => void flush());
      return;
    }
    // I went back meanwhile, which is told; it may have been told before this answer is looked at, too.
    if (answer.turn !== turn) return;
    reported = marker;
    sync.change((core) => applyRead(core, answer.seq, turn));
    const { core } = sync;
    const differs = unreadOf(core, self()) !== answer.unread || mentionsOf(core) !== answer.unreadMentions;
    // Where the log does not reach, or more mention me than are named at once, only the server knows, as of one moment.
    if (differs && (core.mentionsCut || !reachesUnread(core))) sync.check();
  };

  let wanted = false; // somebody looks at how far others have read
  const loadOthers = async (): Promise<void> => {
    const { receipts: found } = await callNow('receipt:list', { roomId, limit: pageSize.max });
    sync.change((core) => putReceipts(core, found, self()));
  };

  const flushWaiting = () => {
    if (timer.runs) void flush();
  };

  return {
    schedule: () => {
      stopWatching ??= onPageHidden(flushWaiting);
      if (timer.runs) return;
      const ms = readGatherMs(sync.core.memberList.occupancy);
      // All read a message in the same moment: they do not all say so in the same one.
      timer.start(ms === gatherMs ? ms : ms * (0.5 + random()), () => void flush());
    },
    live: () => {
      void flush();
      // Where it fails, what is told from now on stands alone.
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
