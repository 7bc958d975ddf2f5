import { mentionsCounted, pageSize, type Output } from '@chat/protocol';
import { oneTimer } from '../one-timer.ts';
import { view, type Readable, type View } from '../readable.ts';
import { applyRead, putReceipt, unreadOf } from '../read-marks.ts';
import { type RoomCore } from '../room-core.ts';
import type { RoomContext } from '../room-context.ts';

export interface ReceiptState {
  /** My watermark. */
  readSeq: number;
  /** Messages of others above it. */
  unread: number;
  /** Of these, those that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: readonly number[];
  /** Watermarks of others, as told in small rooms since we came; of those before, after `load()`. */
  others: Readonly<Record<string, number>>;
}

export interface Receipts extends Readable<ReceiptState> {
  /** I have read up to `seq` (default: the newest). Gathers calls; only grows. */
  read(seq?: number): void;
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

/** Of more than are counted the server had named the first: now it names those that follow. */
const withMentions = (core: RoomCore, answer: Output<'receipt:read'>): RoomCore => {
  if (!core.mentionsCut || core.readSeq !== answer.seq) return core;
  const mentions = [...new Set([...answer.mentionSeqs, ...core.mentions])].sort((a, b) => a - b);
  return { ...core, mentions, mentionsCut: answer.unreadMentions >= mentionsCounted };
};

export const receipts = ({ roomId, callNow, sync, self }: RoomContext): ReceiptsFeature => {
  let told = 0; // what the server has answered
  let epoch: string | undefined;
  const timer = oneTimer();
  let closed = false;

  const flush = async () => {
    timer.stop();
    const { readSeq: seq, since } = sync.core;
    if (since?.epoch !== epoch) told = 0; // a restored store may have forgotten it
    epoch = since?.epoch;
    if (seq <= told || sync.status !== 'joined') return;
    const answer = await callNow('receipt:read', { roomId, seq }).catch(() => null);
    if (answer === null) {
      // Offline, it is said when the room is live again.
      if (!closed && !timer.runs) timer.start(againMs, () => void flush());
      return;
    }
    told = Math.max(told, answer.seq);
    sync.change((core) => {
      const read = withMentions(applyRead(core, answer.seq, self()), answer);
      return read.readSeq === answer.seq && read.counted !== answer.unread
        ? { ...read, counted: answer.unread }
        : read;
    });
  };

  let wanted = false; // somebody looks at how far others have read
  const loadOthers = async (): Promise<void> => {
    const { receipts: found } = await callNow('receipt:list', { roomId, limit: pageSize.max });
    sync.change((core) =>
      found
        .filter(({ userId }) => userId !== self())
        .reduce((known, receipt) => putReceipt(known, receipt), core),
    );
  };

  const list = view(
    () => [sync.core.readSeq, sync.core.counted, sync.core.log, sync.core.mentions, sync.core.receipts],
    (): ReceiptState => ({
      readSeq: sync.core.readSeq,
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
      closed = true;
      timer.stop();
    },
    api: {
      get: list.get,
      subscribe: list.subscribe,
      load: () => {
        wanted = true;
        return sync.status === 'joined' ? loadOthers() : Promise.resolve();
      },
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
