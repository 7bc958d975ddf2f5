import type { MessageItem, ReceiptState } from '@chat/client';
import { indexOfSeq } from './virtual-range.ts';

/** For lists without read markers. */
export const unmarked = { readSeq: 0, unread: 0, turn: 0 };

type Read = Pick<ReceiptState, 'readSeq' | 'unread' | 'turn'>;

/** Where the reader is: before the first draw, away, or at the end of a visible page. */
export type Reader = 'coming' | 'away' | 'watching';

/** The position of the unread divider, and the number of messages below. */
export class UnreadDivider {
  /** The divider stands after this `seq`; null: no divider. */
  dividerAfter: number | null = null;
  /** Messages of others that arrived while the reader was away. */
  below = 0;
  #seenSeq: number | null = null;
  #turn: number | null = null;
  /**
   * The user marked a visible message as unread: it is not read again until they leave and return, or write.
   */
  #isMarkedUnread = false;
  #shown = false;
  /** The last reported read marker. */
  #reportedSeq = 0;

  reset(): void {
    this.#turn = null;
    this.#isMarkedUnread = false;
    this.#reportedSeq = 0;
    this.dividerAfter = null;
    this.below = 0;
    this.#seenSeq = null;
  }

  /** Writing a message reads the others. */
  wrote(): void {
    this.dividerAfter = null;
    this.#isMarkedUnread = false;
  }

  #follow({ readSeq, turn }: Read): void {
    if (this.#turn !== null && turn !== this.#turn) {
      this.#isMarkedUnread = true;
      this.dividerAfter = readSeq;
      this.#reportedSeq = 0;
    }
    this.#turn = turn;
  }

  /** Returns the `seq` to report as read, or 0. `shown`: the list is visible. */
  toRead(items: readonly MessageItem[], read: Read, atEnd: boolean, shown: boolean): number {
    this.#follow(read);
    if (shown !== this.#shown) this.#isMarkedUnread = false;
    this.#shown = shown;
    const newest = items.findLast(isStored)?.seq ?? 0;
    if (!atEnd || !shown || this.#isMarkedUnread || newest <= Math.max(this.#reportedSeq, read.readSeq))
      return 0;
    return (this.#reportedSeq = newest);
  }

  update(items: readonly MessageItem[], read: Read, reader: Reader): void {
    const { readSeq, unread, turn } = read;
    this.#follow(read);
    const newest = items.findLast(isStored)?.seq ?? 0;
    if (this.#seenSeq === null) {
      // On a first visit every message is new, so there is no divider.
      if (unread > 0 && readSeq + turn > 0) this.dividerAfter = readSeq;
      this.#seenSeq = this.dividerAfter ?? newest;
    }
    // Messages that arrive before the first draw belong to the first view.
    if (reader === 'watching' || (reader === 'coming' && this.dividerAfter === null))
      this.#seenSeq = Math.max(this.#seenSeq, newest);
    const seen = this.#seenSeq;
    this.below = newest > seen ? countFrom(items, indexOfSeq(items, seen + 1)) : 0;
    if (this.below > 0 && this.dividerAfter === null) this.dividerAfter = seen;
  }

  /** The index of the message after the divider, or -1. */
  dividerIn(items: readonly MessageItem[]): number {
    if (this.dividerAfter === null) return -1;
    for (let at = indexOfSeq(items, this.dividerAfter + 1); at < items.length; at++)
      if (isOthers(items[at] as MessageItem)) return at;
    return -1;
  }
}

const isStored = ({ status }: MessageItem): boolean => status === 'sent';

const isOthers = (item: MessageItem): boolean => !item.mine && isStored(item);

const countFrom = (items: readonly MessageItem[], start: number): number => {
  let count = 0;
  for (let at = start; at < items.length; at++) if (isOthers(items[at] as MessageItem)) count++;
  return count;
};
