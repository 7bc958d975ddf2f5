import { ChatError, type ChatClient, type ChatClientOptions } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatRoomElement } from '../room/chat-room.ts';
import { ClientController } from '../core/client-controller.ts';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import { isOptedIn } from '../core/feature-filter.ts';
import { joinForm, nameReasons } from '../join/name-prompt.ts';
import { keepGuestName, offeredName, renewVisit } from '../core/guest-name.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import type { ChatMessageMenu } from '../ui/message-menu.ts';
import '../ui/message-menu.ts';
import { icons } from '../ui/all-icons.ts';
import { groupCallNotices } from './group-call-notices.ts';
import { backButtonIn } from '../ui/chat-back.ts';
import { roomActions } from '../room-list/room-actions.ts';
import { roomKeys } from '../room-list/room-keys.ts';
import { invitationRow, roomRow } from '../room-list/room-row.ts';
import { blankState, failureState, searchBox, loadingState } from './list-states.ts';
import { draftIn } from '../core/own-drafts.ts';
import { huesOf, isFound, nameOf } from '../room-list/room-preview.ts';
import { RoomsController } from './rooms-controller.ts';
import { roomsTexts, type RoomsTexts } from '../room-list/texts.ts';
import { base } from '../styles/base.ts';
import { roomsStyle } from './rooms.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { WidthController } from '../core/width-controller.ts';
import type { Language } from '../i18n/language.ts';

/** A dialog of the user's own settings. */
export type OwnDialog = 'profile' | 'notifications';

/** Opens a dialog over the list; loads it on first use. */
export const openOwnDialog = (
  host: HTMLElement & { requestUpdate(): void },
  client: ChatClient | null,
  language: Language,
  what: OwnDialog,
): void => {
  const me = client?.user;
  if (!client || !me) return;
  if (what === 'profile')
    void import('../features/users/users.ts').then(({ openCard }) =>
      openCard({ client, language, host, features: null }, me),
    );
  else
    void import('./notifications-dialog.ts').then(({ openNotifications }) =>
      openNotifications(host, client, language),
    );
};

/**
 * The user's rooms, the most recently active first. Shows the chosen room in a slotted `<chat-room>` next to
 * the list, or on a phone in place of the list.
 *
 * @attr lang - language of the texts; by default that of the page
 * @attr register - how Spanish and German texts address the reader
 * @slot - a `<chat-room>` for the chosen room; the list sets its `room` and `client`
 * @event chat-room-chosen - the user chose a room; `detail.room`: its id, or empty for the list; `detail.message`: a message to show there
 * @event chat-new-room - the user wants to start a conversation; cancelable, otherwise a dialog lists users
 * @event chat-error - the server rejected a request, or it failed; `detail.error`
 * @csspart room - a room in the list
 * @csspart invitation - an invitation to a room
 * @csspart preview - the preview of the last message
 * @csspart avatar - a picture or initials
 */
export class ChatRooms extends LitElement {
  static override styles = [tokens, base, roomsStyle];
  static override properties = {
    src: {},
    name: {},
    token: {},
    room: { reflect: true },
    theme: { reflect: true },
    client: { attribute: false },
    words: { state: true },
    active: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  /** URL of the server, as for `<chat-room>`. */
  declare src: string;
  /** Name of a guest. */
  declare name: string;
  /** Token for the server's `authenticate`, or (as a property) a function that returns a fresh one. */
  declare token: ChatClientOptions['token'] | null;
  /** Id of the chosen room. */
  declare room: string;
  /** `light`, `dark`, or `auto`, which follows the `color-scheme` of the page. */
  declare theme: string;
  /** Your own client; replaces `src`, `name` and `token`. */
  declare client: ChatClient | null;
  declare words: string;
  /** Id of the room whose row is the tab stop. */
  declare active: string;
  /** Id of the invitation whose answer is being sent. */
  declare busy: string;
  declare problem: string;

  #language = new LanguageController(this);
  #clients = new ClientController(this);
  #rooms = new RoomsController(this, this.#clients, this.#language);
  #width = new WidthController(this, 680);
  #keys = roomKeys((roomId) => this.#items.filter(({ room }) => room.id === roomId).map(nameOf)[0] ?? '');

  constructor() {
    super();
    this.src = this.name = this.room = '';
    this.token = null;
    this.theme = 'auto';
    this.client = null;
    this.words = this.active = this.busy = this.problem = '';
    this.addEventListener('click', this.#onBack);
    this.addEventListener('chat-room-chosen', this.#onChosen as EventListener);
  }

  /** Shows a room, and a message in it if given. An empty id returns to the list. */
  choose(roomId: string, messageId?: string): void {
    const message = messageId === undefined ? {} : { message: messageId };
    if (roomId !== this.room) {
      this.room = roomId;
      this.active = roomId || this.active;
      emit(this, 'chat-room-chosen', { room: roomId, ...message });
    }
    if (messageId !== undefined) void this.updateComplete.then(() => this.#child?.scrollToMessage(messageId));
  }

  /** Reconnects all elements of the page. Call it after the page signs the visitor in or out by a cookie. */
  async reconnect(): Promise<void> {
    renewVisit(this.#clients.src);
    await this.updateComplete;
  }

  /** Opens the user's settings: the `profile`, or the `notifications` of all rooms. */
  openOwn(what: OwnDialog): void {
    openOwnDialog(this, this.#rooms.client, this.#language.current, what);
  }

  /** Opens the dialog for a new conversation. */
  async openNewRoom(): Promise<void> {
    const { ChatNewRoom } = await import('../room-list/new-room.ts');
    const dialog = new ChatNewRoom();
    dialog.client = this.#rooms.client;
    dialog.lang = this.#language.current.tag;
    dialog.encrypts = isOptedIn(this.#child?.features ?? null, 'encryption');
    dialog.made = (roomId) => this.choose(roomId);
    this.renderRoot.append(dialog);
  }

  get #items(): readonly RoomSummary[] {
    return this.#rooms.client?.rooms.get().items ?? [];
  }

  /** Whether the server asks the visitor for a name. */
  get #isAsking(): boolean {
    return !this.client && nameReasons.has(this.#rooms.client?.error?.reason);
  }

  get #child(): ChatRoomElement | null {
    return this.querySelector<ChatRoomElement>(':scope > chat-room');
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    if (this.client) this.#clients.drop();
    else this.#clients.update();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const child = this.#child;
    const client = this.#isAsking ? null : this.#rooms.client;
    if (client?.status === 'online') keepGuestName(this.#clients);
    if (!child) return;
    child.client = client;
    // On a phone the user stays in the room while the list shows.
    if (!client || this.room || this.#width.wide) child.room = client ? this.room : '';
    const back = backButtonIn(child);
    back.label = roomsTexts(this.#language.current.tag).back;
    back.hidden = this.#width.wide;
    if (!changed.has('room') || changed.get('room') === undefined || this.#width.wide) return;
    // The list and the room replaced each other, so the focus moves along.
    if (this.room) void child.updateComplete.then(() => back.focus());
    else this.renderRoot.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus();
  }

  #onBack = (event: Event): void => {
    if ((event.target as Element).localName === 'chat-back') this.choose('');
  };

  /** The user chose another room from within the open one. */
  #onChosen = (event: CustomEvent<{ room: string; message?: string }>): void => {
    if (event.target === this) return;
    event.stopPropagation();
    event.preventDefault();
    this.choose(event.detail.room, event.detail.message);
  };

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const texts = roomsTexts(language.tag);
    const { client } = this.#rooms;
    if (!this.#language.ready || !client || this.#isAsking)
      return html`<div class="frame" dir=${language.dir}>
        ${this.#language.ready ? this.#askName() : nothing}
      </div>`;
    const hasRoom = this.#child !== null;
    const shown = hasRoom && this.room !== '';
    // Until the server recognises the visitor or asks for a name, the list shows only if that takes long.
    const isUnknown = !this.client && this.#clients.isAnonymous && !client.user;
    const wide = hasRoom && this.#width.wide;
    return html`<div class="frame ${wide ? 'wide' : ''}" dir=${language.dir}>
        ${groupCallNotices(client, this.room || (wide ? '' : (this.#child?.room ?? '')), language.tag, (roomId) => this.choose(roomId))}
        ${wide || !shown ? html`<div class=${isUnknown ? 'side calm' : 'side'}>${this.#renderList(client, texts)}</div>` : nothing}
        ${wide || shown ? html`<div class="talk">${shown ? html`<slot></slot>` : blankState(texts.choose)}</div>` : nothing}
      </div>
      <chat-message-menu></chat-message-menu>`;
  }

  #askName(): TemplateResult {
    const name = offeredName(this.#clients, this.name);
    const { error } = this.#rooms.client ?? {};
    const language = this.#language.current;
    const text = error && !this.#clients.isAnonymous ? this.#rooms.explain(error, language) : '';
    return joinForm(name, text, false, language, (event) => {
      event.stopPropagation();
      const tried = this.#clients.chosen || this.name;
      this.#clients.chosen = event.detail.name;
      if (event.detail.name === tried) void this.#rooms.load();
      this.requestUpdate();
    });
  }

  #renderList(client: ChatClient, texts: RoomsTexts): TemplateResult {
    const { items, loaded, hasMore } = client.rooms.get();
    return html`<div class="top">
        <h2>${texts.conversations}</h2>
        <button
          type="button"
          class="icon-button new"
          aria-label=${texts.newConversation}
          title=${texts.newConversation}
          ?disabled=${!loaded}
          @click=${() => emit(this, 'chat-new-room', null, true) && void this.openNewRoom()}
        >
          ${icons.plus}
        </button>
      </div>
      ${loaded && items.length > 0 ? searchBox(texts, this.words, (words) => void (this.words = words)) : nothing}
      <p class="problem" role="status">${this.problem}</p>
      ${this.#renderBody(client, texts)}
      ${
        hasMore && loaded
          ? html`<button type="button" class="load" @click=${() => void this.#rooms.load()}>
              ${texts.more}
            </button>`
          : nothing
      }`;
  }

  #renderBody(client: ChatClient, texts: RoomsTexts): TemplateResult {
    const { items, loaded } = client.rooms.get();
    const language = this.#language.current;
    if (loaded) return this.#renderRooms(client, items, texts);
    const failure = this.#rooms.failure(language);
    return failure
      ? failureState(failure.text, language, failure.canRetry ? () => void this.#rooms.load() : null)
      : loadingState(language.text('connecting'));
  }

  #renderRooms(client: ChatClient, items: readonly RoomSummary[], texts: RoomsTexts): TemplateResult {
    const language = this.#language.current;
    const found = items.filter((each) => isFound(nameOf(each), this.words));
    const invitations = found.filter(({ invitation }) => invitation);
    const mine = found.filter(({ invitation }) => !invitation);
    if (items.length === 0) return blankState(texts.none, texts.noneHint);
    if (found.length === 0) return blankState(texts.noHits, '');
    const stop = mine.find(({ room }) => room.id === this.active) ?? mine[0];
    const now = Date.now();
    const hues = huesOf(items);
    return html`<div class="scroller" @keydown=${this.#keys} @focusin=${this.#onFocusIn}>
      ${
        invitations.length > 0
          ? html`<ul role="list" class="invitations" aria-label=${texts.invitations}>
              ${repeat(invitations, keyOf, (each) =>
                invitationRow(each, language, this.busy === each.room.id, (accept) =>
                  this.#act(this.#answer(client, each.room.id, accept)),
                ),
              )}
            </ul>`
          : nothing
      }
      <ul role="list" aria-label=${texts.conversations}>
        ${repeat(mine, keyOf, (each) =>
          roomRow(each, {
            me: client.user?.id ?? '',
            language,
            now,
            hue: hues.get(each.room.id),
            chosen: each.room.id === this.room,
            // The open room shows it in its field.
            draft: each.room.id === this.room ? '' : draftIn(client, each.room.id),
            active: each === stop,
            onChoose: () => this.choose(each.room.id),
            onMenu: (opener) => this.#openMenu(opener, each, client),
          }),
        )}
      </ul>
    </div>`;
  }

  #onFocusIn = (event: FocusEvent): void => {
    const row = (event.target as Element).closest('.room')?.querySelector<HTMLElement>('.row');
    if (row) this.active = row.dataset['room'] ?? '';
  };

  #openMenu(opener: HTMLElement, summary: RoomSummary, client: ChatClient): void {
    const texts = roomsTexts(this.#language.current.tag);
    const act = (task: Promise<unknown>): void => this.#act(task);
    const left = (): void => this.#forget(summary.room.id);
    const menu = this.renderRoot.querySelector<ChatMessageMenu>('chat-message-menu');
    void menu?.openAt(opener, roomActions(summary, client, texts, Date.now(), act, left));
  }

  #forget(roomId: string): void {
    if (this.#child?.room === roomId) this.#child.room = '';
    if (this.room === roomId) this.choose('');
  }

  async #answer(client: ChatClient, roomId: string, accept: boolean): Promise<void> {
    this.busy = roomId;
    try {
      await (accept ? client.rooms.accept(roomId) : client.rooms.decline(roomId));
      if (accept) this.choose(roomId);
    } finally {
      this.busy = '';
    }
  }

  /** Runs a task and shows its error. */
  #act(task: Promise<unknown>): void {
    this.problem = '';
    task.catch((error: unknown) => {
      this.problem = this.#language.current.error(error instanceof ChatError ? error : { code: 'internal' });
      emit(this, 'chat-error', { error });
    });
  }
}

const keyOf = ({ room }: RoomSummary): string => room.id;

define('chat-rooms', ChatRooms);
