import type { Gap, MessageItem, MessageList } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  indexesOf,
  indexOfSeq,
  rowsMore,
  rowsSpare,
  rowsSpareAtEnd,
  spanAround,
  spanAtEnd,
  spanFor,
  spanOf,
  theEnd,
  within,
  type Bounds,
  type Span,
} from './virtual-range.ts';
import { rowsAtFirst, toRows, type Row } from './rows.ts';
import type { ScrollController } from './scroll-controller.ts';
import type { UnreadDivider } from './unread-divider.ts';

export interface VirtualListHost extends ReactiveControllerHost {
  readonly scroller: HTMLElement | null;
}

/** Draws the part of a list that is near the reader, whatever its length. */
export class VirtualListController implements ReactiveController {
  #host: VirtualListHost;
  #span: Span = theEnd;
  /** The span that was drawn last: another one is about to be. */
  #drawnSpan: Span = theEnd;
  /** What is drawn, as indexes of the list. */
  #drawn: [start: number, end: number] = [0, 0];
  #focused: Element | null = null;
  #gaps: readonly Gap[] = [];
  /** Nothing that is held stands behind what is drawn. */
  #whole = true;
  /** The reader was led to the older side of a gap. */
  #older = false;

  constructor(host: VirtualListHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What is drawn reaches to the end of what there is. */
  get drawsEnd(): boolean {
    return this.#span.to === Infinity && this.#whole;
  }

  /** What is drawn begins with the first message that is held. */
  get drawsStart(): boolean {
    return this.#drawn[0] === 0;
  }

  hostUpdate(): void {
    const root = this.#host.scroller?.getRootNode() as ShadowRoot | undefined;
    this.#focused = root?.activeElement ?? null;
  }

  /** The row that had the focus may be gone: the keyboard stays in the list. */
  hostUpdated(): void {
    if (this.#focused && !this.#focused.isConnected) this.#host.scroller?.focus({ preventScroll: true });
    this.#focused = null;
  }

  reset(): void {
    this.#older = false;
    this.#span = theEnd;
    this.#drawn = [0, 0];
  }

  /** On which side of the gap the reader is. They do not come across it unawares: it is filled, or they go to the end. */
  get side(): 'after' | 'before' {
    const { to } = this.#span;
    return this.#older || to < (this.#gaps[0]?.before ?? 0) ? 'after' : 'before';
  }

  #bounds(items: readonly MessageItem[]): Bounds {
    const [gap] = this.#gaps;
    if (!gap) return [0, items.length];
    const cut = indexOfSeq(items, gap.before);
    return this.side === 'after' ? [0, cut] : [cut, items.length];
  }

  toEnd(): void {
    this.#older = false;
    this.#span = theEnd;
  }

  around(items: readonly MessageItem[], index: number): void {
    this.#span = spanAround(items, index);
  }

  /**
   * Before drawing: at the end few rows do; what comes while the reader is elsewhere is drawn when they come near it. Older
   * messages are drawn at once if the reader is near the start: the row that was the first changes in the same frame. This is
   * not so when they are about to be led away from it.
   */
  settle(
    items: readonly MessageItem[],
    last: MessageItem | undefined,
    { atEnd, nearStart }: Pick<ScrollController, 'atEnd' | 'nearStart'>,
  ): void {
    if (atEnd) this.#span = spanAtEnd(items, this.#span);
    else if (this.#span === this.#drawnSpan && this.drawsStart && nearStart) {
      const [start, end] = indexesOf(items, this.#span);
      if (start > 0) this.#span = spanOf(items, start - rowsMore, end);
    }
    if (atEnd || !this.drawsEnd || !last) return;
    const [start, end] = indexesOf(items, this.#span);
    const lastDrawn = last.status === 'sent' ? indexOfSeq(items, last.seq + 1) : end;
    if (lastDrawn > start) this.#span = spanOf(items, start, lastDrawn);
  }

  /** The rows of what is drawn. */
  rows({ items, gaps }: MessageList, marks: UnreadDivider): Row[] {
    this.#gaps = gaps;
    if (gaps.length === 0) this.#older = false;
    const [start, end] = within(indexesOf(items, this.#span), this.#bounds(items));
    this.#drawn = [start, end];
    this.#drawnSpan = this.#span;
    this.#whole = end === items.length;
    return toRows(items.slice(start, end), {
      gaps,
      unreadAfter: marks.dividerIn(items) >= start ? marks.dividerAfter : null,
      before: items[start - 1],
      after: items[end],
    });
  }

  /** Has the message of this index drawn. */
  async show({ items, gaps }: Pick<MessageList, 'items' | 'gaps'>, index: number): Promise<void> {
    const [start, end] = this.#drawn;
    this.#older = (items[index]?.seq ?? Infinity) < (gaps[0]?.before ?? 0);
    if (index < start || index >= end) await this.#draw(spanAround(items, index));
  }

  async showEnd(): Promise<void> {
    const isDrawn = this.drawsEnd;
    this.#older = false;
    if (!isDrawn) await this.#draw(theEnd);
  }

  /** Draws what the reader comes near to, and no more what they have left far behind. */
  follow(items: readonly MessageItem[], scroll: ScrollController): void {
    // What is seen now says nothing of what is about to be drawn.
    if (this.#span !== this.#drawnSpan) return;
    const [start, end] = this.#drawn;
    // At the end so few are drawn that none of them is in the way, and to look where they are would cost more.
    if (scroll.atEnd && !scroll.nearStart && end - start < rowsAtFirst + rowsMore) return;
    const sight = scroll.sight();
    if (!sight) return;
    const seen = { ...sight, first: start + sight.first, last: start + sight.last };
    if (!scroll.atEnd && this.#span === theEnd) this.#span = this.#drawnSpan = spanOf(items, start, end);
    // At the end, what has come since it was drawn is about to be seen.
    const shown = scroll.atEnd ? { ...seen, last: items.length - 1, nearEnd: false } : seen;
    const spare = scroll.atEnd ? rowsSpareAtEnd : rowsSpare;
    const span = spanFor(items, this.#span, shown, this.#bounds(items), spare);
    if (span !== this.#span) void this.#draw(span);
  }

  async #draw(span: Span): Promise<void> {
    this.#span = span;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }
}
