import type { ChatClient, ChatRoom, MessageItem } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { Announcer } from './announcer.ts';
import { define } from './define.ts';
import { nextFrame } from './frame.ts';
import { LanguageController } from './language-controller.ts';
import { createListRows, type ListRows } from './list-rows.ts';
import type { ListSource } from './list-source.ts';
import { emptyState, jumpButton, skeleton } from './list-states.ts';
import { features } from './features/index.ts';
import { isGapNear } from './gap-near.ts';
import { floatsOf, wantForItems } from './message-places.ts';
import { openMenu } from './open-menu.ts';
import type { ListHandle, MessagePlace, RoomPlace } from './places.ts';
import { ReadController } from './read-controller.ts';
import { RoomController } from './room-controller.ts';
import { RovingController } from './roving-controller.ts';
import type { Row } from './rows.ts';
import { ScrollController } from './scroll-controller.ts';
import { base } from './style/base.ts';
import { messageStyle } from './style/message.ts';
import { messagesStyle } from './style/messages.ts';
import { tokens } from './style/tokens.ts';
import { UnreadMarks, unmarked } from './unread-marks.ts';
import { watchFeatures, wantStyles } from './watch-features.ts';
import { WindowController } from './window-controller.ts';

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
    found: { state: true },
  };
  /** The client to speak through. */
  declare client: ChatClient | null;
  /** Id of the room to show. */
  declare room: string;
  /** Names of the features and actions to offer, or, each after a minus, not to offer. */
  declare features: string | null;
  /** What to show in place of the room's messages: those of a thread. Set once. */
  declare source: ListSource | null;
  declare found: string | null;

  #language = new LanguageController(this);
  #announcer = new Announcer(this);
  #roving = new RovingController(this);
  #marks = new UnreadMarks();
  #room = new RoomController(this, (room, client) => {
    this.#marks.reset();
    this.#placed = false;
    this.#window.reset();
    this.#last = undefined;
    const update = () => this.requestUpdate();
    return [
      (this.source ?? room.messages).subscribe(update),
      room.state.subscribe(update),
      ...watchFeatures(this.#roomPlace(room, client), update),
      room.on('message:created', ({ message }) => {
        const item = this.#messages?.get().items.findLast(({ id }) => id === message.id);
        if (item && !item.mine) this.#announcer.message(item, this.#language.current);
      }),
    ];
  });
  #scroll = new ScrollController(this, { moved: () => this.#moved() });
  #window = new WindowController(this);
  #reading = new ReadController(this, () => this.#moved());
  /** The first messages have been given their place. */
  #placed = false;
  #list: ListHandle = {
    scrollToMessage: (id) => this.scrollToMessage(id),
    say: (text) => this.#announcer.say(text),
  };
  #last: MessageItem | undefined;
  #rows: ListRows;
  #loadingOlder = false;
  #shownAtEnd = true;

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

  get #messages(): ListSource | undefined {
    return this.source ?? this.#room.room?.messages;
  }

  get drawsEnd(): boolean {
    return this.#window.drawsEnd;
  }

  /** Scrolls to a message, loading older ones as needed, and shows which one it is. False when it cannot be found. */
  async scrollToMessage(id: string): Promise<boolean> {
    if (!(await this.#messages?.reach(id).catch(() => false))) return false;
    return this.updateComplete.then(() => this.#showAt(id));
  }

  async #showAt(id: string): Promise<boolean> {
    const list = this.#messages?.get();
    const at = list?.items.findIndex((item) => item.id === id) ?? -1;
    if (!list || at < 0) return false;
    this.#scroll.atEnd = false;
    await this.#window.show(list, at);
    if (!this.#scroll.toRow(id, 0.4)) return false;
    this.found = id;
    this.#roving.active = id;
    return true;
  }

  /** One render per frame, however many messages arrive in it. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame();
    await super.scheduleUpdate();
  }

  /** Comes after the room is known and before it is drawn. */
  #prepare(): void {
    const room = this.#room.room;
    const { items = [], loaded } = this.#messages?.get() ?? {};
    if (!room || !loaded) return;
    const last = items.at(-1);
    // What I write is what I want to see.
    if (this.#placed && last?.mine && last.id !== this.#last?.id && last.status !== 'sent') {
      this.#scroll.atEnd = true;
      this.#window.toEnd();
      this.#marks.wrote();
    }
    if (this.#placed) this.#window.settle(items, this.#last, this.#scroll.atEnd);
    this.#last = last;
    const reader = !this.#placed ? 'coming' : this.#scroll.atEnd && this.#reading.seen ? 'watching' : 'away';
    // What is read of a room are its own messages.
    this.#marks.update(items, this.source ? unmarked : room.receipts.get(), reader);
    const divider = this.#placed ? -1 : this.#marks.dividerIn(items);
    if (divider >= 0) this.#window.around(items, divider);
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const list = this.#messages?.get();
    const rows = list ? this.#window.rows(list, this.#marks) : [];
    const comes = wantForItems(rows.flatMap((row) => (row.kind === 'message' ? row.item : [])));
    // The first view is shown when it is whole.
    const shown = list?.loaded && (this.#placed || !comes);
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${language.text('messages')}
        part="list"
        tabindex=${rows.length === 0 ? 0 : -1}
        @scroll=${this.#scroll.onScroll}
        @focusin=${this.#roving.onFocusIn}
        @keydown=${this.#onKeyDown}
      >
        <div class="content">${shown ? this.#renderLoaded(rows, list.hasOlder) : skeleton(language)}</div>
      </div>
      ${this.#scroll.atEnd || !this.#placed ? nothing : this.#renderFloats()} ${this.#announcer.render()}
      <chat-message-menu></chat-message-menu>
    `;
  }

  protected override updated(): void {
    const { scroller } = this;
    this.#shownAtEnd = this.#scroll.atEnd;
    if (this.#placed) this.#moved();
    if (this.#placed || !scroller || scroller.clientHeight === 0 || scroller.querySelector('.skeleton'))
      return;
    if (!this.#messages?.get().loaded) return;
    this.#placed = true;
    wantStyles();
    if (this.#marks.dividerAfter === null || !this.#scroll.toRow('unread', 0.12)) this.#scroll.toEnd();
    this.#moved();
  }

  #renderLoaded(rows: Row[], hasOlder: boolean): TemplateResult | typeof nothing {
    const language = this.#language.current;
    const { room, client } = this.#room;
    if (!room || !client) return nothing;
    if (rows.length === 0) return emptyState(language);
    return html`
      <div class="start">
        ${language.text(hasOlder || !this.#window.drawsStart ? 'loadingOlder' : 'startOfRoom')}
      </div>
      ${this.#rows(rows, {
        place: this.#roomPlace(room, client),
        list: this.#list,
        active: this.#roving.active,
        found: this.found,
        onMenu: this.#onMenu,
      })}
    `;
  }

  #renderFloats(): TemplateResult {
    const { room, client } = this.#room;
    const place = room && client ? { ...this.#roomPlace(room, client), list: this.#list } : null;
    return html`<div class="floats">
      ${place && !this.source ? floatsOf(place) : nothing}${jumpButton(this.#marks.below, this.#language.current, () => void this.#jump())}
    </div>`;
  }

  #roomPlace(room: ChatRoom, client: ChatClient): RoomPlace {
    return { room, client, language: this.#language.current, host: this, features: this.features };
  }

  #onMenu = (event: Event, place: MessagePlace): void => void openMenu(event, place);

  async #jump(): Promise<void> {
    const smooth = this.drawsEnd;
    await this.#window.showEnd();
    this.#scroll.toEnd({ smooth });
    this.scroller?.focus({ preventScroll: true });
  }

  #onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    const inRow = (event.target as Element).hasAttribute('data-message');
    const beyond = { Home: !this.#window.drawsStart, End: !this.drawsEnd }[key] ?? false;
    if (!inRow || !beyond) return this.#roving.onKeyDown(event);
    event.preventDefault();
    void this.#toEdge(key === 'Home');
  };

  /** The focus goes to the first or last message that is held, drawn or not. */
  async #toEdge(isStart: boolean): Promise<void> {
    const list = this.#messages?.get();
    if (!list) return;
    this.#scroll.atEnd = !isStart;
    await this.#window.show(list, isStart ? 0 : list.items.length - 1);
    const rows = this.scroller?.querySelectorAll<HTMLElement>('[data-message]') ?? [];
    rows[isStart ? 0 : rows.length - 1]?.focus();
  }

  #moved(): void {
    const room = this.#room.room;
    if (!room || !this.#placed) return;
    const { atEnd } = this.#scroll;
    const { seen } = this.#reading;
    const { items = [] } = this.#messages?.get() ?? {};
    const read = this.source ? 0 : this.#marks.toRead(items, room.receipts.get(), atEnd, seen);
    if (read > 0) room.receipts.read(read);
    this.#window.follow(items, this.#scroll);
    if (this.#scroll.nearStart && this.#window.drawsStart) void this.#loadOlder();
    if (isGapNear(this.scroller)) this.#messages?.fill?.(this.#window.side).catch(() => false);
    if (atEnd !== this.#shownAtEnd || (atEnd && seen && this.#marks.below > 0)) this.requestUpdate();
  }

  async #loadOlder(): Promise<void> {
    const messages = this.#messages;
    const { loaded, hasOlder } = messages?.get() ?? {};
    if (!messages || !loaded || !hasOlder || !this.#placed || this.#loadingOlder) return;
    this.#loadingOlder = true;
    // The list tells of what came; what did not come is asked for again when the reader moves.
    await messages.loadOlder().catch(() => false);
    this.#loadingOlder = false;
  }
}

define('chat-messages', ChatMessages);
