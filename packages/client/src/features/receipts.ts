import type { ReadCount } from '@chat/protocol';
import { applyRead, mentionsOf, unreadOf, type OtherMark } from '../room/read-state.ts';
import { view, type Readable, type View } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';

export interface ReceiptState {
  /** The `seq` of my read marker. */
  readSeq: number;
  /** How often the marker has moved back: messages were marked unread, here or on another page of mine. */
  turn: number;
  /** Messages of others above the marker. */
  unread: number;
  /** Unread messages that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: readonly number[];
  /**
   * Read and delivery markers of others by user id, in small rooms: changes since joining; all of them after
   * `load()`.
   */
  others: Readonly<Record<string, OtherMark>>;
}

export interface Receipts extends Readable<ReceiptState> {
  /**
   * Moves my marker forward to `seq` (default: the newest). Calls are batched; only `unread` moves it back.
   */
  read(seq?: number): void;
  /**
   * Marks the message with this `seq` and all after it unread, on all my pages. Default: the newest message
   * of another user.
   */
  unread(seq?: number): Promise<void>;
  /**
   * Loads how far others have read, now and after every reconnect. The first thousand by user id, present and
   * past: meant for small rooms.
   */
  load(): Promise<void>;
  /** Resolves to how many other users have read a message, in rooms of any size. Rejects with `ChatError`. */
  count(messageId: string): Promise<ReadCount>;
}

/** Read markers, mine and others'. `say` is called when my marker has moved. */
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
