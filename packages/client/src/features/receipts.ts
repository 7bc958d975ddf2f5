import { mentionsCounted, pageSize } from '@chat/protocol';
import { oneTimer } from '../one-timer.ts';
import { view, type Readable, type View } from '../readable.ts';
import { applyRead, putReceipts, reachesUnread, unreadOf, type OtherMark } from '../read-marks.ts';
import { type RoomCore } from '../room-core.ts';
import type { RoomContext } from '../room-context.ts';

export interface ReceiptState {
  /** My watermark. */
  readSeq: number;
  /** How often it has gone back: something was marked unread, here or on another page of mine. */
  turn: number;
  /** Messages of others above it. */
  unread: number;
  /** Of these, those that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: readonly number[];
  /** How far others are, by user id, as told in small rooms since we came; of those before, after `load()`. */
  others: Readonly<Record<string, OtherMark>>;
}

export interface Receipts extends Readable<ReceiptState> {
  /** I have read up to `seq` (default: the newest). Gathers calls; goes back by `unread` alone. */
  read(seq?: number): void;
  /** Marks the message with this `seq` and all after it as unread, for me on all my pages; default: the newest of others. */
  unread(seq?: number): Promise<void>;
  /**
   * Fetches how far others have read, now and after every reconnect. Of the first hundred by user id: it is for small rooms.
   */
  load(): Promise<void>;
}

const gatherMs = 300;
const againMs = 5_000;

export interface ReceiptsFeature {
  api: Receipts;
  view: View<ReceiptState>;
  /** Says what could not be said before. */
  live(): void;
  /** Says it now. */
  flush(): void;
  close(): void;
}

/** Unread messages that mention me, as they are counted. */
export const mentionsOf = ({ mentions }: RoomCore): number => Math.min(mentions.length, mentionsCounted);

export const receipts = ({ roomId, call, callNow, sync, self }: RoomContext): ReceiptsFeature => {
  let told = ''; // what the server has answered: a restored store may have forgotten it
  const timer = oneTimer();

  const flush = async () => {
    timer.stop();
    const { readSeq: seq, readTurn: turn, since } = sync.core;
    const saying = `${since?.epoch} ${turn} ${seq}`;
    if (seq === 0 || saying === told || sync.status !== 'joined') return;
    const answer = await callNow('receipt:read', { roomId, seq, turn }).catch(() => null);
    if (answer === null) {
      // Offline, it is said when the room is live again.
      if (sync.wanted && !timer.runs) timer.start(againMs, () => void flush());
      return;
    }
    // I went back meanwhile, which is told; it may have been told before this answer is looked at, too.
    if (answer.turn !== turn) return;
    told = saying;
    sync.change((core) => applyRead(core, answer.seq, self(), turn));
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

  const list = view(
    () => {
      const { readSeq, readTurn, counted, log, mentions, receipts: others } = sync.core;
      return [readSeq, readTurn, counted, log, mentions, others];
    },
    (): ReceiptState => ({
      readSeq: sync.core.readSeq,
      turn: sync.core.readTurn,
      unread: unreadOf(sync.core, self()),
      unreadMentions: mentionsOf(sync.core),
      mentionSeqs: sync.core.mentions,
      others: sync.core.receipts,
    }),
  );

  return {
    view: list,
    live: () => {
      void flush();
      // Where it fails, what is told from now on stands alone.
      if (wanted) loadOthers().catch(() => {});
    },
    flush: () => {
      if (timer.runs) void flush();
    },
    close: () => {
      timer.stop();
    },
    api: {
      get: list.get,
      subscribe: list.subscribe,
      load: () => {
        wanted = true;
        return sync.status === 'joined' ? loadOthers() : Promise.resolve();
      },
      unread: async (seq) => void (await call('receipt:unread', { roomId, ...(seq && { seq }) })),
      read: (seq) => {
        const newest = sync.core.log.items.at(-1)?.seq ?? 0;
        const target = Math.min(seq ?? newest, newest);
        if (target <= sync.core.readSeq) return;
        sync.change((core) => applyRead(core, target, self()));
        if (!timer.runs) timer.start(gatherMs, () => void flush());
      },
    },
  };
};
