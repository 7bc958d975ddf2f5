import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  firstWhere,
  isAtEnd,
  isNearStart,
  maxScrollTop,
  olderSlack,
  pickAnchor,
  placeAfter,
  placeAt,
  staysAtEnd,
  type Anchor,
  type ScrollBox,
} from './scroll-anchor.ts';

export interface ScrollHost extends ReactiveControllerHost, HTMLElement {
  /** The scroller, once rendered. Its rows have a `data-key` and are children of one list. */
  readonly scroller: HTMLElement | null;
}

export interface ScrollEvents {
  /** Called when the reader scrolls, or reaches or leaves the end. */
  moved: () => void;
  /** The last message is drawn. */
  drawsEnd: () => boolean;
}

/**
 * Keeps the scroll position: at the end it stays at the end whatever arrives or grows; otherwise the row being read does
 * not move, whatever is added above it.
 */
export class ScrollController implements ReactiveController {
  /** The reader is at the end and stays there. */
  atEnd = true;
  #host: ScrollHost;
  #events: ScrollEvents;
  #anchor: Anchor | null = null;
  #sizes: ResizeObserver | null = null;
  /** A smooth scroll to the end is under way. */
  #glides = false;
  #watched: Element | null = null;
  #before: ScrollBox = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };

  constructor(host: ScrollHost, events: ScrollEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  /** The start is near. */
  get nearStart(): boolean {
    const { scroller } = this.#host;
    return scroller !== null && scroller.clientHeight > 0 && isNearStart(scroller);
  }

  hostUpdate(): void {
    this.#anchor = this.atEnd ? null : this.#pick();
  }

  hostUpdated(): void {
    const { scroller } = this.#host;
    if (scroller && scroller !== this.#watched) this.#observe(scroller);
    this.#restore();
  }

  hostDisconnected(): void {
    this.#sizes?.disconnect();
    this.#watched = null;
  }

  onScroll = (): void => {
    const { scroller } = this.#host;
    if (!scroller) return;
    this.atEnd =
      this.#events.drawsEnd() && (this.atEnd ? staysAtEnd(this.#before, scroller) : isAtEnd(scroller));
    this.#note(scroller);
    this.#anchor = this.atEnd ? null : this.#pick();
    this.#events.moved();
  };

  toEnd({ smooth = false } = {}): void {
    const { scroller } = this.#host;
    if (!scroller) return;
    const far = maxScrollTop(scroller) - scroller.scrollTop > scroller.clientHeight * 3;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (smooth && !far && !calm && 'onscrollend' in scroller) {
      this.#glides = true;
      scroller.addEventListener('scrollend', () => (this.#glides = false), { once: true });
      return scroller.scrollTo({ top: scroller.scrollHeight, behavior: 'smooth' });
    }
    this.atEnd = true;
    this.#restore();
  }

  /** Scrolls a row to a share of the viewport's height; false if it is not drawn. */
  toRow(key: string, share: number): boolean {
    const { scroller } = this.#host;
    const row = this.#row(key);
    if (!scroller || !row) return false;
    const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop = placeAt(scroller, top, row.offsetHeight, share);
    this.atEnd = this.#events.drawsEnd() && isAtEnd(scroller);
    this.#note(scroller);
    this.#anchor = this.#pick();
    return true;
  }

  /** The visible rows, by index, and whether an edge of the drawn rows is near; null while hidden. */
  sight(): { first: number; last: number; nearStart: boolean; nearEnd: boolean } | null {
    const { scroller } = this.#host;
    if (!scroller || scroller.clientHeight === 0 || this.#glides) return null;
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = scroller.querySelectorAll<HTMLElement>('[data-message]');
    const first = firstWhere(rows.length, (at) => (rows[at]?.getBoundingClientRect().bottom ?? 0) > top);
    const behind = firstWhere(rows.length, (at) => (rows[at]?.getBoundingClientRect().top ?? 0) >= bottom);
    const below = maxScrollTop(scroller) - scroller.scrollTop;
    return { first, last: behind - 1, nearStart: isNearStart(scroller), nearEnd: below < olderSlack };
  }

  #observe(scroller: HTMLElement): void {
    this.#sizes?.disconnect();
    this.#watched = scroller;
    this.#sizes = new ResizeObserver(() => this.#restore());
    this.#sizes.observe(scroller);
    for (const child of scroller.children) this.#sizes.observe(child);
  }

  #restore(): void {
    const { scroller } = this.#host;
    if (!scroller || scroller.clientHeight === 0) return;
    if (this.atEnd) {
      scroller.scrollTop = scroller.scrollHeight;
      return this.#note(scroller);
    }
    // Restoring the position would stop the smooth scroll.
    if (this.#glides) return;
    const row = this.#anchor && this.#row(this.#anchor.key);
    if (!row || !this.#anchor) return;
    const topNow = contentTop(row) - scroller.getBoundingClientRect().top;
    const place = placeAfter(scroller.scrollTop, this.#anchor, topNow);
    if (Math.abs(place - scroller.scrollTop) >= 0.5) scroller.scrollTop = place;
    this.#note(scroller);
  }

  #note({ scrollTop, scrollHeight, clientHeight }: ScrollBox): void {
    this.#before = { scrollTop, scrollHeight, clientHeight };
  }

  #row(key: string): HTMLElement | null {
    return this.#host.scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
  }

  /** Anchors are messages only: a day or a divider may vanish between two renders. */
  #pick(): Anchor | null {
    const { scroller } = this.#host;
    if (!scroller) return null;
    const { top } = scroller.getBoundingClientRect();
    const rows = scroller.querySelectorAll<HTMLElement>('[data-message]');
    const anchor = pickAnchor(rows.length, (index) => {
      const row = rows[index];
      const box = row?.getBoundingClientRect();
      return { key: row?.dataset.key ?? '', top: (box?.top ?? 0) - top, bottom: (box?.bottom ?? 0) - top };
    });
    const row = anchor && this.#row(anchor.key);
    return row ? { key: anchor.key, offset: contentTop(row) - top } : null;
  }
}

/** Returns the top of a row's bubble: the author's name above it goes if an older message joins the group. */
const contentTop = (row: HTMLElement): number =>
  (row.querySelector('.line') ?? row).getBoundingClientRect().top;
