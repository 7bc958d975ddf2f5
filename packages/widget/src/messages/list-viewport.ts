import type { MessageItem, MessageList } from '@chat/client';
import {
  html,
  nothing,
  type ReactiveControllerHost,
  type TemplateResult,
  type ReactiveController,
} from 'lit';
import { afterPaint } from '../dom/after-paint.ts';
import { nextFrame } from '../dom/next-frame.ts';
import { watchGestures } from './gestures/index.ts';
import { Announcer } from './live-announcer.ts';
import type { ListSource } from './list-source.ts';
import { renderFloats } from './message-slots.ts';
import type { ListContext, SlotContent } from '../core/feature.ts';
import { RovingController } from './roving-tabindex.ts';
import type { Row } from './rows.ts';
import { ScrollController } from './scroll-controller.ts';
import { UnreadDivider, unmarked } from './unread-divider.ts';
import { VirtualListController } from './virtual-list-controller.ts';
import { isGapNear } from './scroll-anchor.ts';
import { badgeCount } from '../ui/badge-count.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';

/** Reports whether the end of the list is visible: the page is shown, and the element is on the screen. */
export class VisibilityController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #onChange: () => void;
  #observer: IntersectionObserver | null = null;
  #onScreen = false;
  /** A chat may move to another window. */
  #page: Document | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get seen(): boolean {
    // The observer reports a hidden element only after the next frame.
    return this.#onScreen && this.#page?.visibilityState === 'visible' && this.#host.checkVisibility();
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? false;
      this.#onChange();
    });
    this.#observer.observe(this.#host);
    this.#page = this.#host.ownerDocument;
    this.#page.addEventListener('visibilitychange', this.#onChange);
  }

  hostDisconnected(): void {
    this.#onScreen = false;
    this.#observer?.disconnect();
    this.#page?.removeEventListener('visibilitychange', this.#onChange);
  }
}

/** The button that jumps to the end, with the number of messages below. */
export const jumpButton = (waiting: number, language: Language, onJump: () => void): TemplateResult => {
  const label = language.text('toBottom') + (waiting > 0 ? `, ${language.plural('newCount', waiting)}` : '');
  return html`<button type="button" class="jump" part="jump" aria-label=${label} @click=${onJump}>
    ${icons.down}${waiting > 0 ? html`<span class="count">${badgeCount(waiting, language)}</span>` : nothing}
  </button>`;
};

/** The list of messages, as its viewport needs it. */
export interface ViewportHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly scroller: HTMLElement | null;
  features: string | null;
  source: ListSource | null;
  found: string | null;
}

/** The current state of a list. */
export interface ListView {
  /** The first messages are positioned. */
  placed: boolean;
  atEnd: boolean;
  messages(): ListSource | undefined;
  context(): ListContext | null;
}

/** Keeps the scroll position in a list of any length, and reports read markers. */
export interface ListViewport {
  readonly atEnd: boolean;
  /** Key of the row that is the tab stop. */
  readonly active: string | null;
  /** The first loaded message is drawn. */
  readonly drawsStart: boolean;
  /** The text of the live region. */
  readonly announcement: string;
  say(text: string): void;
  reset(): void;
  /** Runs when the room is known, before it is drawn. */
  prepare(items: readonly MessageItem[]): void;
  rows(list: MessageList): Row[];
  /** Resolves when the list may be drawn again. */
  nextDraw(): Promise<unknown>;
  /** The slots over the list, while the reader is not at its end. */
  floats(): SlotContent;
  /** Runs after the first draw. */
  begin(): void;
  /** Runs after each draw, and when the reader has scrolled. */
  moved(): void;
  scrolled(): void;
  arrived(id: string): void;
  show(id: string, mark: boolean): Promise<boolean>;
}

export const createListViewport = (host: ViewportHost, view: ListView): ListViewport => {
  const announcer = new Announcer(host);
  const roving = new RovingController(host);
  const marks = new UnreadDivider();
  const gestures = watchGestures(host, view);
  let last: MessageItem | undefined = view.messages()?.get().items.at(-1);
  let loadingOlder = false;
  let shownAtEnd = true;

  const listNow = (): MessageList | undefined => view.messages()?.get();

  const loadOlder = async (): Promise<void> => {
    const messages = view.messages();
    const { loaded, hasOlder } = messages?.get() ?? {};
    if (!messages || !loaded || !hasOlder || !view.placed || loadingOlder) return;
    loadingOlder = true;
    // A failed page is loaded again when the reader moves.
    await messages.loadOlder().catch(() => false);
    loadingOlder = false;
  };

  const moved = (): void => {
    const room = view.context()?.room;
    if (!room || !view.placed) return;
    const { atEnd } = scroll;
    const { seen } = reading;
    const { items = [] } = listNow() ?? {};
    const read = host.source ? 0 : marks.toRead(items, room.receipts.get(), atEnd, seen);
    if (read > 0) room.receipts.read(read);
    window.follow(items, scroll);
    if (scroll.nearStart && window.drawsStart) void loadOlder();
    if (isGapNear(host.scroller))
      view
        .messages()
        ?.fill?.(window.side)
        .catch(() => false);
    if (atEnd !== shownAtEnd || (atEnd && seen && marks.below > 0)) host.requestUpdate();
  };

  const scroll = new ScrollController(host, { moved, drawsEnd: () => window.drawsEnd });
  scroll.atEnd = view.atEnd;
  const window = new VirtualListController(host);
  const reading = new VisibilityController(host, moved);

  const jump = async (): Promise<void> => {
    const smooth = window.drawsEnd;
    await window.showEnd();
    scroll.toEnd({ smooth });
    host.scroller?.focus({ preventScroll: true });
  };

  /** Focuses the first or last loaded message, drawn or not. */
  const toEdge = async (isStart: boolean): Promise<void> => {
    const list = listNow();
    if (!list) return;
    scroll.atEnd = !isStart;
    await window.show(list, isStart ? 0 : list.items.length - 1);
    const rows = host.scroller?.querySelectorAll<HTMLElement>('[data-message]') ?? [];
    rows[isStart ? 0 : rows.length - 1]?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    const inRow = (event.target as Element).hasAttribute('data-message');
    const beyond = { Home: !window.drawsStart, End: !window.drawsEnd }[key] ?? false;
    if (!inRow || !beyond) return roving.onKeyDown(event);
    event.preventDefault();
    void toEdge(key === 'Home');
  };

  host.renderRoot.addEventListener('keydown', (event) => onKeyDown(event as KeyboardEvent));
  host.renderRoot.addEventListener('focusin', (event) => roving.onFocusIn(event as FocusEvent));

  return {
    get atEnd() {
      return scroll.atEnd;
    },
    // An own message follows the frame in which the field is emptied: a slow device would show both late.
    nextDraw: () => (listNow()?.items.at(-1)?.status === 'sending' ? afterPaint() : nextFrame()),
    get active() {
      return roving.active;
    },
    get drawsStart() {
      return window.drawsStart;
    },
    get announcement() {
      return announcer.text;
    },
    say: (text) => announcer.say(text),
    reset() {
      marks.reset();
      window.reset();
      last = undefined;
    },
    prepare(items) {
      const room = view.context()?.room;
      if (!room) return;
      const { placed } = view;
      const newest = items.at(-1);
      // Scrolls to an own new message.
      if (placed && newest?.mine && newest.id !== last?.id && newest.status !== 'sent') {
        scroll.atEnd = true;
        window.toEnd();
        marks.wrote();
      }
      if (placed) window.settle(items, last, scroll);
      last = newest;
      const reader = !placed ? 'coming' : scroll.atEnd && reading.seen ? 'watching' : 'away';
      // Read markers belong to the room's own messages, not to those of a thread.
      marks.update(items, host.source ? unmarked : room.receipts.get(), reader);
      const divider = placed ? -1 : marks.dividerIn(items);
      if (divider >= 0) window.around(items, divider);
    },
    rows: (list) => window.rows(list, marks),
    floats() {
      const context = view.context();
      if (scroll.atEnd || !view.placed || !context) return nothing;
      return html`<div class="floats">
        ${host.source ? nothing : renderFloats(context)}${jumpButton(marks.below, context.language, () => void jump())}
      </div>`;
    },
    begin() {
      if (marks.dividerAfter === null || !scroll.toRow('unread', 0.12)) scroll.toEnd();
      // The slots over the list are not drawn before the list is positioned.
      if (!scroll.atEnd) host.requestUpdate();
    },
    moved() {
      shownAtEnd = scroll.atEnd;
      moved();
      gestures.refresh();
    },
    scrolled: scroll.onScroll,
    arrived(id) {
      const item = listNow()?.items.findLast((each) => each.id === id);
      const context = view.context();
      if (!item || item.mine || !context) return;
      const isBlocked = context.room.state.get().blocked.includes(item.author.id);
      if (!isBlocked) announcer.message(item, context.language);
    },
    async show(id, mark) {
      const list = listNow();
      const at = list?.items.findIndex((item) => item.id === id) ?? -1;
      if (!list || at < 0) return false;
      scroll.atEnd = false;
      await window.show(list, at);
      if (!scroll.toRow(id, 0.4)) return false;
      host.found = mark ? id : null;
      roving.active = id;
      return true;
    },
  };
};
