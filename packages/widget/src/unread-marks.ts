import type { MessageItem, ReceiptState } from '@chat/client';

/** Where the unread divider stands and how many messages wait below. */
export class UnreadMarks {
  /** The divider stands after this `seq`; null for none. */
  dividerAfter: number | null = null;
  /** Messages of others that came while the reader was elsewhere. */
  below = 0;
  #seenSeq: number | null = null;

  reset(): void {
    this.dividerAfter = null;
    this.below = 0;
    this.#seenSeq = null;
  }

  /** I wrote, so I have seen what is there. */
  wrote(): void {
    this.dividerAfter = null;
  }

  /** `watching`: the reader is at the end, and the page is shown. */
  update(items: readonly MessageItem[], { readSeq, unread }: ReceiptState, watching: boolean): void {
    const newest = items.findLast(({ status }) => status === 'sent')?.seq ?? 0;
    if (this.#seenSeq === null) {
      // On a first visit all is new, so nothing is marked.
      if (unread > 0 && readSeq > 0) this.dividerAfter = readSeq;
      this.#seenSeq = this.dividerAfter ?? newest;
    }
    if (watching) this.#seenSeq = Math.max(this.#seenSeq, newest);
    const seen = this.#seenSeq;
    this.below = items.filter(({ mine, status, seq }) => !mine && status === 'sent' && seq > seen).length;
    if (this.below > 0 && this.dividerAfter === null) this.dividerAfter = seen;
  }
}
