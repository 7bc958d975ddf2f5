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

/** Draws only the part of a list that is near the viewport. */
export class VirtualListController implements ReactiveController {
  #host: VirtualListHost;
  #span: Span = theEnd;
  /** The range drawn last; a different one means that a draw is due. */
  #drawnSpan: Span = theEnd;
  /** The drawn range, as indexes of the list. */
  #drawn: [start: number, end: number] = [0, 0];
  #focused: Element | null = null;
  #gaps: readonly Gap[] = [];
  /** No loaded message follows the drawn range. */
  #whole = true;
  /** The reader jumped to the older side of a gap. */
  #older = false;

  constructor(host: VirtualListHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The last message is drawn. */
  get drawsEnd(): boolean {
    return this.#span.to === Infinity && this.#whole;
  }

  /** The first loaded message is drawn. */
  get drawsStart(): boolean {
    return this.#drawn[0] === 0;
  }

  hostUpdate(): void {
    const root = this.#host.scroller?.getRootNode() as ShadowRoot | undefined;
    this.#focused = root?.activeElement ?? null;
  }

  /** Keeps the focus in the list when the focused row is removed. */
  hostUpdated(): void {
    if (this.#focused && !this.#focused.isConnected) this.#host.scroller?.focus({ preventScroll: true });
    this.#focused = null;
  }

  reset(): void {
    this.#older = false;
    this.#span = theEnd;
    this.#drawn = [0, 0];
  }

  /**
   * The side of the gap that the reader is on. They never scroll across it: it is filled, or they jump to the
   * end.
   */
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
   * Runs before drawing. At the end, few rows are enough; messages that arrive while the reader is away are drawn when
   * they scroll near them. Near the start, older messages are drawn at once, because the first row changes in the same
   * frame, unless a jump away from it is due.
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

  /** The rows to draw. */
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

  /** Extends the drawn range to the message of this index. */
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

  /** Extends the drawn range near the reader, and drops rows far away. */
  follow(items: readonly MessageItem[], scroll: ScrollController): void {
    // A draw is due, so the visible rows are about to change.
    if (this.#span !== this.#drawnSpan) return;
    const [start, end] = this.#drawn;
    // At the end so few rows are drawn that measuring them would cost more than it saves.
    if (scroll.atEnd && !scroll.nearStart && end - start < rowsAtFirst + rowsMore) return;
    const sight = scroll.sight();
    if (!sight) return;
    const seen = { ...sight, first: start + sight.first, last: start + sight.last };
    if (!scroll.atEnd && this.#span === theEnd) this.#span = this.#drawnSpan = spanOf(items, start, end);
    // At the end, rows that arrived since the last draw are about to be visible.
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
