import type { MessageItem, MessageList } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { indexesOf, indexOfSeq, spanAround, spanFor, spanOf, theEnd, type Span } from './list-window.ts';
import { toRows, type Row } from './rows.ts';
import type { ScrollController } from './scroll-controller.ts';
import type { UnreadMarks } from './unread-marks.ts';

/** A reader at the end is shown no more rows than this at once, however many arrive. */
const rowsAtOnce = 100;

export interface WindowHost extends ReactiveControllerHost {
  readonly scroller: HTMLElement | null;
}

/** Draws the part of a list that is near the reader, whatever its length. */
export class WindowController implements ReactiveController {
  #host: WindowHost;
  #span: Span = theEnd;
  /** What is drawn, as indexes of the list. */
  #drawn: [start: number, end: number] = [0, 0];
  #focused: Element | null = null;

  constructor(host: WindowHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What is drawn reaches to the end of what there is. */
  get drawsEnd(): boolean {
    return this.#span.to === Infinity;
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
    this.#span = theEnd;
    this.#drawn = [0, 0];
  }

  toEnd(): void {
    this.#span = theEnd;
  }

  around(items: readonly MessageItem[], index: number): void {
    this.#span = spanAround(items, index);
  }

  /** Before drawing: at the end few rows do; what comes while the reader is elsewhere is drawn when they come near it. */
  settle(items: readonly MessageItem[], last: MessageItem | undefined, atEnd: boolean): void {
    const [start, end] = indexesOf(items, this.#span);
    if (atEnd && end - start > rowsAtOnce) this.#span = theEnd;
    if (atEnd || !this.drawsEnd || !last) return;
    const lastDrawn = last.status === 'sent' ? indexOfSeq(items, last.seq + 1) : end;
    if (lastDrawn > start) this.#span = spanOf(items, start, lastDrawn);
  }

  /** The rows of what is drawn. */
  rows({ items, gaps }: MessageList, marks: UnreadMarks): Row[] {
    const [start, end] = indexesOf(items, this.#span);
    this.#drawn = [start, end];
    return toRows(items.slice(start, end), {
      gaps,
      unreadAfter: marks.dividerIn(items) >= start ? marks.dividerAfter : null,
      before: items[start - 1],
      after: items[end],
    });
  }

  /** Has the message of this index drawn. */
  async show(items: readonly MessageItem[], index: number): Promise<void> {
    const [start, end] = this.#drawn;
    if (index < start || index >= end) await this.#draw(spanAround(items, index));
  }

  async showEnd(): Promise<void> {
    if (!this.drawsEnd) await this.#draw(theEnd);
  }

  /** Draws what the reader comes near to, and no more what they have left far behind. */
  follow(items: readonly MessageItem[], scroll: ScrollController): void {
    const sight = scroll.sight();
    if (!sight) return;
    const [start, end] = this.#drawn;
    const seen = { ...sight, first: start + sight.first, last: start + sight.last };
    if (!scroll.atEnd && this.#span === theEnd) this.#span = spanOf(items, start, end);
    // At the end, what has come since it was drawn is about to be seen.
    const shown = scroll.atEnd ? { ...seen, last: items.length - 1, nearEnd: false } : seen;
    const span = spanFor(items, this.#span, shown);
    if (span !== this.#span) void this.#draw(span);
  }

  async #draw(span: Span): Promise<void> {
    this.#span = span;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }
}
