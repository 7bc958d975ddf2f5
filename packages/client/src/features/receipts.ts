import type { ReadCount } from '@chat/protocol';
import { applyRead, mentionsOf, unreadOf, type OtherMark } from '../room/read-state.ts';
import { view, type Readable, type View } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';

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
  /** How many others have read a message, in rooms of any size: those who came later count. Rejects with `ChatError`. */
  count(messageId: string): Promise<ReadCount>;
}

/** What I have read, and others. `say` is called when there is something to tell the server. */
export const receipts = (
  { sync, self }: RoomContext,
  say: () => void,
): { view: View<ReceiptState>; read: Receipts['read'] } => ({
  view: view(
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
  ),
  read: (seq) => {
    const newest = sync.core.log.items.at(-1)?.seq ?? 0;
    const target = Math.min(seq ?? newest, newest);
    if (target <= sync.core.readSeq) return;
    sync.change((core) => applyRead(core, target));
    say();
  },
});
