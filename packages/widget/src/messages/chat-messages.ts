import type { ChatClient, MessageItem, MessageList } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { deferred } from './deferred.ts';
import { define } from '../core/define.ts';
import { features } from '../core/feature-registry.ts';
import { nextFrame } from '../dom/next-frame.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { createListRows, type ListRows } from './row-list.ts';
import type { ListSource } from './list-source.ts';
import { isAwaitingParts, lazy } from '../core/lazy.ts';
import { loadRichText } from '../text/message-body.ts';
import type { ListHandle, ListContext } from '../core/feature.ts';
import type { ListViewport, ViewportHost, ListView } from './list-viewport.ts';
import { RoomController } from '../core/room-controller.ts';
import { rowsAtFirst, toRows, type Row } from './rows.ts';
import { base } from '../styles/base.ts';
import { messageStyle } from './message.styles.ts';
import { messagesStyle } from './messages.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { watchFeatures } from '../core/feature-updates.ts';
import { watchState } from '../core/watch-room-state.ts';
import type { Language } from '../i18n/language.ts';

const rowsLayout = lazy(() => import('./rows-layout.styles.ts'));

const shapes = ['a', 'b own', 'c', 'b', 'a own', 'b'];

/** The skeleton shown while messages load. */
export const skeleton = (language: Language): TemplateResult =>
  html`<div class="skeleton" role="status">
    <span class="visually-hidden">${language.text('loadingMessages')}</span>
    ${shapes.map((shape) => html`<i class=${shape}></i>`)}
  </div>`;

/** A reader this close to the end counts as at the end, px. */
const slack = 32;
const none = { unread: 0, readSeq: 0, turn: 0 };

/**
 * The messages of a room.
 *
 * @slot empty - what to show while nobody has written
 * @event chat-edit - the user wants to edit a message; `detail.message`
 * @event chat-error - something was refused; `detail.error`
 * @csspart list - the scrolling area
 * @csspart message - a message; `message-own` too when it is the user's
 * @csspart bubble - the bubble of a message
 * @csspart author - the name above a group
 * @csspart avatar - a picture or initials
 * @csspart day - a day separator
 * @csspart unread - the divider above new messages
 * @csspart notice - a system message
 * @csspart jump - the button that leads to the end
 */
export class ChatMessages extends LitElement {
  static override styles = [
    tokens,
    base,
    messagesStyle,
    messageStyle,
    features.map(({ styles }) => styles?.messages ?? []),
  ];
  static override properties = {
    client: { attribute: false },
    room: {},
    features: {},
    source: { attribute: false },
    density: {},
    found: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room to show. */
  declare room: string;
  /** Names of the features and actions to offer, or, each after a minus, not to offer. */
  declare features: string | null;
  /** The messages of a thread, shown in place of the room's. Set once. */
  declare source: ListSource | null;
  /** `rows`: messages without bubbles. */
  declare density: string;
  declare found: string | null;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room, client) => {
    this.#view.placed = false;
    this.#view.atEnd = true;
    this.#reader?.reset();
    const update = () => this.requestUpdate();
    return [
      (this.source ?? room.messages).subscribe(update),
      watchState(room, update),
      ...watchFeatures(this, this.#language, room, client, update),
      room.on('message:created', ({ message }) => this.#reader?.arrived(message.id)),
    ];
  });
  #rows: ListRows;
  /** Tracks the reader, once its code is loaded. Until then the list shows its end. */
  #reader: ListViewport | null = null;
  #view: ListView = {
    placed: false,
    atEnd: true,
    messages: () => this.source ?? this.#room.room?.messages,
    context: () => this.#context,
  };
  #list: ListHandle = {
    scrollToMessage: (id, mark) => this.scrollToMessage(id, mark),
    say: (text) => void this.#whole().then((reader) => reader?.say(text)),
  };
  #sizes: ResizeObserver | null = null;
  /** The scroll position of the end when the list was last scrolled to it. */
  #end = 0;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.features = null;
    this.source = null;
    this.found = null;
    this.#rows = createListRows();
    this.addController({ hostUpdate: () => this.#prepare() });
  }

  get scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroller') ?? null;
  }

  get #context(): ListContext | null {
    const { room, client } = this.#room;
    const { features: names } = this;
    return (
      room &&
      client && {
        room,
        client,
        language: this.#language.current,
        host: this,
        features: names,
        list: this.#list,
      }
    );
  }

  /** Scrolls to a message, loading older ones as needed, and marks it. Resolves to false if it is not found. */
  async scrollToMessage(id: string, mark = true): Promise<boolean> {
    if (
      !(await this.#view
        .messages()
        ?.reach(id)
        .catch(() => false))
    )
      return false;
    const reader = await this.#whole();
    return reader?.show(id, mark) ?? false;
  }

  async #whole(): Promise<ListViewport | null> {
    await deferred.load().catch(() => {});
    this.requestUpdate();
    await this.updateComplete;
    return this.#reader;
  }

  /** Renders at most once per frame, however many messages arrive in it. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await (this.#reader?.nextDraw() ?? nextFrame());
    await super.scheduleUpdate();
  }

  /** Runs when the room is known, before it is drawn. */
  #prepare(): void {
    const { room } = this.#room;
    const { items = [], loaded } = this.#view.messages()?.get() ?? {};
    const { unread, readSeq, turn } = room?.receipts.get() ?? none;
    // A reader with unread messages starts at the first of them.
    const part = deferred.want(!this.source && unread > 0 && readSeq + turn > 0);
    if (!room || !loaded) return;
    if (part) this.#reader ??= part.createListViewport(this satisfies ViewportHost, this.#view);
    this.#reader?.prepare(items);
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const list = this.#view.messages()?.get();
    const rows = list ? (this.#reader?.rows(list) ?? lastRows(list)) : [];
    if (this.density === 'rows') rowsLayout.want();
    const comes = loadForItems(rows.flatMap((row) => (row.kind === 'message' ? row.item : [])));
    // The first view shows once it is complete.
    const shown = list?.loaded && (this.#view.placed || !comes);
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${language.text('messages')}
        part="list"
        tabindex=${rows.length === 0 ? 0 : -1}
        @scroll=${this.#onScroll}
      >
        <div class="content">${shown ? this.#renderLoaded(rows, list) : skeleton(language)}</div>
      </div>
      ${this.#reader?.floats() ?? nothing}
      <div class="visually-hidden" role="status" aria-live="polite">${this.#reader?.announcement}</div>
      <chat-message-menu></chat-message-menu>
    `;
  }

  protected override updated(): void {
    const { scroller } = this;
    const view = this.#view;
    if (view.placed) this.#reader?.moved();
    else if (
      scroller &&
      scroller.clientHeight > 0 &&
      view.messages()?.get().loaded &&
      !scroller.querySelector('.skeleton')
    ) {
      view.placed = true;
      this.#reader?.begin();
      this.#reader?.moved();
    }
    if (this.#reader) this.#sizes?.disconnect();
    else if (scroller) this.#stay(scroller);
  }

  /** Keeps the end in view while content grows. */
  #stay(scroller: HTMLElement): void {
    const toEnd = (): void => {
      if (!this.#view.atEnd || this.#reader) return;
      scroller.scrollTop = scroller.scrollHeight;
      this.#end = scroller.scrollTop;
    };
    toEnd();
    this.#sizes ??= new ResizeObserver(toEnd);
    for (const each of [scroller, ...scroller.children]) this.#sizes.observe(each);
  }

  #renderLoaded(rows: Row[], { items, hasOlder }: MessageList): unknown {
    const language = this.#language.current;
    const context = this.#context;
    if (!context) return nothing;
    if (rows.length === 0) return deferred.want()?.emptyState(context) ?? skeleton(language);
    const drawsStart = this.#reader?.drawsStart ?? items.length <= rowsAtFirst;
    return html`
      <div class="start">${language.text(hasOlder || !drawsStart ? 'loadingOlder' : 'startOfRoom')}</div>
      ${this.#rows(rows, {
        context,
        list: this.#list,
        active: this.#reader?.active ?? null,
        found: this.found,
      })}
    `;
  }

  #onScroll = (): void => {
    const { scroller } = this;
    const view = this.#view;
    if (this.#reader) this.#reader.scrolled();
    else if (scroller)
      // Growth does not move the reader away from the end: only scrolling up does.
      view.atEnd =
        (view.atEnd && scroller.scrollTop >= this.#end) ||
        scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= slack;
  };
}

/** Loads the parts that these messages need; returns whether the first view waits for them. */
const loadForItems = (items: readonly MessageItem[]): boolean => {
  for (const { lazy } of features) if (lazy?.item && items.some(lazy.item)) lazy.part.want();
  // A text without letters may be emoji only, which are shown large.
  if (!deferred.want(false) && items.some(({ text, status }) => status === 'failed' || !/\p{L}/u.test(text)))
    deferred.want();
  for (const { text } of items) loadRichText(text);
  return isAwaitingParts();
};

/** The rows at the end of a list, up to the last gap. */
const lastRows = ({ items, gaps }: MessageList): Row[] => {
  const from = gaps[0]?.before ?? 0;
  const shown = items.slice(-rowsAtFirst).filter(({ seq, status }) => status !== 'sent' || seq >= from);
  return toRows(shown, { gaps, before: items.at(-shown.length - 1) });
};

define('chat-messages', ChatMessages);
