import type { ChatClient, ChatClientOptions, ChatRoom, MessageItem } from '@chat/client';
import type { ChatError } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '../composer/chat-composer.ts';
import type { ChatComposer } from '../composer/chat-composer.ts';
import '../messages/chat-messages.ts';
import { deferred as all } from '../core/deferred.ts';
import type { Lazy } from '../core/lazy.ts';
import { ClientController } from '../core/client-controller.ts';
import { define } from '../core/define.ts';
import { features } from '../core/feature-registry.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import type { Labels } from '../i18n/language.ts';
import type { createJoinScreen, JoinScreen } from './join-screen.ts';
import type { renewVisit } from '../core/guest-name.ts';
import type { RoomContext } from '../core/feature.ts';
import { RoomController } from '../core/room-controller.ts';
import { watchRoom } from './room-events.ts';
import { roomHeader } from './room-header.ts';
import type { createRoomNotices, NoticeDetail, RoomNotices } from './room-notices.ts';
import { panelsOf } from './room-panels.ts';
import { LayoutController } from '../layout/layout-controller.ts';
import { shows } from '../core/feature-filter.ts';
import { base } from '../styles/base.ts';
import { roomStyle } from './room.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { watchFeatures, loadForRoom } from '../core/feature-updates.ts';
import type { featuresIn } from '../features/encryption/encrypted-features.ts';
import { titleOf } from '../core/room-title.ts';

/** The deferred parts of a room. */
export interface RoomParts {
  renewVisit: typeof renewVisit;
  createJoinScreen: typeof createJoinScreen;
  createRoomNotices: typeof createRoomNotices;
  featuresIn: typeof featuresIn;
}

const deferred = all as Lazy<RoomParts>;

/** The timeline and the composer; `inert` while a panel covers them. */
export const roomBody = (
  { room, client, language, features, host }: RoomContext,
  density: string,
  inert: boolean,
): TemplateResult =>
  html`<div class="talk" ?inert=${inert}>
    <chat-messages
      lang=${language.tag}
      density=${density}
      exportparts="list, message, message-own, bubble, author, avatar, day, unread, notice, jump"
      .client=${client}
      .room=${room.id}
      .features=${features}
      >${host.querySelector(':scope > [slot=empty]') ? html`<slot name="empty" slot="empty"></slot>` : nothing}</chat-messages
    >
    <chat-composer
      lang=${language.tag}
      exportparts="composer, field, input, send, typing"
      .client=${client}
      .room=${room.id}
      .features=${features}
      .typing=${shows(features, 'typing')}
    ></chat-composer>
  </div>`;

/** The browser's default font. The chat does not use it, because the page did not choose it. */
export const isBrowserDefault = (family: string): boolean =>
  /^(?:"?times(?: new roman)?"?|serif|-webkit-standard)$/i.test(family);

/**
 * A chat room: header, messages, composer, members. Shows a name form if the server does not recognise the visitor.
 *
 * @attr lang - language of the texts: `en`, `es`, `de`, `fr`, `pt`, `ar`; by default that of the page
 * @attr register - how Spanish and German texts address the reader
 * @attr message-link - address of a link to a message, with `{room}` and `{message}`; by default that of the page
 * @attr invite-link - address of an invite link, with `{room}` and `{code}`; by default that of the page
 * @attr invite - code of the invite link by which the visitor came
 * @slot title - replaces the title of the room
 * @slot back - before the title
 * @slot actions - next to the title
 * @slot empty - shown while the room has no messages
 * @slot captions - the text of what is spoken in a call, which the page supplies
 * @event chat-ready - the room is shown; `detail`: `client`, `room`
 * @event chat-status - the status of the connection changed; `detail.status`
 * @event chat-message - a message was received or sent; `detail.message`, `detail.mine`
 * @event chat-before-send - a message is about to be sent; cancelable; a listener can change `detail.text`
 * @event chat-unread - the number of unread messages changed; `detail.count`, `detail.mentions`
 * @event chat-call - the `detail.phase` of the call `detail.callId` in `detail.room` changed, or this page joined or left it (`detail.here`); also `detail.kind`, `group`, `incoming`, `outcome`
 * @event chat-room-chosen - the user chose another room, `detail.room`, or a message there, `detail.message`; cancelable, otherwise the element shows it
 * @event chat-message-link - the user copies a link to `detail.message` in `detail.room`; cancelable; a listener can change `detail.url`
 * @event chat-error - the server rejected a request, or it failed; `detail.error`
 * @csspart header - the header
 * @csspart title - the title of the room
 * @csspart body - everything below the header
 * @csspart note - the note about the connection or an error
 * @csspart launcher - the button of a launcher; its own parts: `launcher-button` `launcher-badge` `launcher-preview`
 * @csspart panel - the panel next to the messages; also has its name as a part, such as `members`
 * @cssproperty --chat-accent - the accent colour; most pages set only this one
 * @cssproperty --chat-font - font, by default that of the page; also `--chat-font-size`, of messages
 * @cssproperty --chat-height - height if the page sets none
 * @cssproperty --chat-width - width of a launcher's chat and of a panel
 * @cssproperty --chat-layer - z-index of a floating chat
 * @cssproperty --chat-radius - corner radius, a length; 0 makes the inside square, too; also `--chat-frame-radius`, only of the frame
 * @cssproperty --chat-density - 1 comfortable, 0 compact
 * @cssproperty --chat-border - border of the frame
 * @cssproperty --chat-space - space at the sides
 * @cssproperty --chat-measure - maximum width of the message column
 * @cssproperty --chat-bubble-radius - corner radius of bubbles
 * @cssproperty --chat-group-gap - space between the messages of two authors
 * @cssproperty --chat-panel-size - width of the panel next to the messages
 * @cssproperty --chat-surface - background; also `--chat-surface-raised` `--chat-surface-sunken`
 * @cssproperty --chat-text - text; also `--chat-text-muted` `--chat-on-accent` `--chat-danger` `--chat-positive`
 * @cssproperty --chat-line - hairlines
 * @cssproperty --chat-code-keyword - keywords in code; also `--chat-code-string` `--chat-code-number` `--chat-code-name` `--chat-code-comment`
 * @cssproperty --chat-bubble - bubbles of other users; also `--chat-bubble-text`; own bubbles: `--chat-bubble-own` `--chat-bubble-own-text`
 */
export class ChatRoomElement extends LitElement {
  static override styles = [tokens, base, roomStyle, features.map(({ styles }) => styles?.room ?? [])];
  static override properties = {
    src: {},
    room: {},
    name: {},
    token: {},
    theme: { reflect: true },
    layout: { reflect: true },
    density: { reflect: true },
    features: {},
    client: { attribute: false },
    shown: { type: Boolean, attribute: 'open', reflect: true },
    position: { reflect: true },
    labels: { type: Object },
    plain: { state: true },
  };
  /** URL of the server. Default: the one that served widget.js, otherwise `/chat` on the origin of the page. */
  declare src: string;
  /** Id of the room. */
  declare room: string;
  /** Name of a guest. */
  declare name: string;
  /** Token for the server's `authenticate`, or (as a property) a function that returns a fresh one. */
  declare token: ChatClientOptions['token'] | null;
  /** `light`, `dark`, or `auto`, which follows the `color-scheme` of the page. */
  declare theme: string;
  /** `inline`: a block of the page. `launcher`: a button opens it. `panel`: at one side. `full`: the whole window. */
  declare layout: string;
  /** Whether a floating chat is open; reflects the attribute `open`. */
  declare shown: boolean;
  /** Position of a launcher or panel: `bottom-end` (default), `bottom-start`, `top-end`, `top-start`. */
  declare position: string;
  /** Replaces texts of the language by their keys: `{ "members": "Ciudadanos" }`. */
  declare labels: Labels | null;
  /** `comfortable` or `compact`. */
  declare density: string;
  /** Names of the features to show: `header members typing edit delete copy`; a minus before a name hides it. */
  declare features: string | null;
  /** Your own client; replaces `src`, `name` and `token`. */
  declare client: ChatClient | null;
  declare plain: boolean;

  #language = new LanguageController(this);
  #notes: RoomNotices | null = null;
  #clients = new ClientController(this);
  #panels = panelsOf(this);
  #shape = new LayoutController(this);
  /** The user pressed the join button, so the focus may move to the composer. */
  #wantsFocus = false;
  /** The name form and rejections, once loaded. */
  #screen: JoinScreen | null = null;
  #room = new RoomController(
    this,
    (room, client) => [
      ...watchRoom(this, room, client, () => this.requestUpdate()),
      ...watchFeatures(this, this.#language, room, client, () => this.requestUpdate()),
    ],
    () => this.client ?? this.#clients.client,
  );

  constructor() {
    super();
    this.src = '';
    this.room = '';
    this.name = '';
    this.token = null;
    this.theme = 'auto';
    this.layout = 'inline';
    this.density = 'comfortable';
    this.features = null;
    this.client = null;
    this.shown = false;
    this.position = 'bottom-end';
    this.labels = null;
    this.plain = false;
    this.addEventListener('chat-compose', this.#onCompose as EventListener);
  }

  /** Opens a floating chat, or shows the room again after `close()`. */
  get open(): () => void {
    return () => this.#shape.show(true);
  }

  /** Sets the attribute `open`. Some frameworks set a property if the element has one of that name. */
  set open(shown: string | boolean | null | undefined) {
    this.shown = shown != null && shown !== false;
  }

  /** Hides the room, which stays connected and counts unread messages. */
  close = (): void => this.#shape.show(false);

  /** Opens a floating chat, or closes it. */
  toggle = (): void => this.#shape.toggle();

  /** Reconnects all elements of the page. Call it after the page signs the visitor in or out by a cookie. */
  async reconnect(): Promise<void> {
    (await deferred.load()).renewVisit(this.#clients.src);
  }

  /** Focuses the composer, or the name form if that is shown. */
  focusComposer(): void {
    this.renderRoot.querySelector<HTMLElement>('chat-composer, chat-join-form')?.focus();
  }

  /** Scrolls to a message; loads older messages or opens its thread as needed. Resolves to false if it is not found. */
  async scrollToMessage(id: string): Promise<boolean> {
    return import('../messages/go-to-message.ts')
      .then(({ goToMessage }) => goToMessage(this, id))
      .catch(() => false);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.plain = isBrowserDefault(getComputedStyle(this).fontFamily);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    const panels = this.#panels();
    if (changed.has('room') && panels) panels.open = null;
    if (this.client) this.#clients.drop();
    else this.#clients.update();
    if (!deferred.failed) void this.#note();
  }

  get #error(): ChatError | null {
    return this.#room.client?.error ?? this.#room.room?.state.get().error ?? null;
  }

  protected override updated(): void {
    const composer = this.#wantsFocus && this.#composer;
    if (!composer) return;
    this.#wantsFocus = false;
    void composer.updateComplete.then(() => composer.focus());
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const { room, client } = this.#room;
    const error = this.#error;
    const screen = this.#language.ready && this.#screen?.render(error, language);
    if (screen) return this.#frame(screen);
    if (!this.#language.ready || !room || !client) return this.#frame(nothing);
    // The server may ask the visitor for a name, so the room shows only if that takes long.
    const isUnknown = !this.client && this.#clients.isAnonymous && !client.user && !this.#notes?.isWaiting;
    if (isUnknown || (error && !this.#screen)) return this.#frame(nothing);
    return this.#renderRoom(room, client);
  }

  #frame(content: unknown, context: RoomContext | null = null): TemplateResult {
    const language = this.#language.current;
    const label = context ? titleOf(context.room) : language.text('joinTitle');
    return html`<div
        class=${this.plain ? 'frame plain' : 'frame'}
        lang=${language.tag}
        dir=${language.dir}
        role=${this.#shape.floats ? 'dialog' : nothing}
        aria-label=${this.#shape.floats ? label : nothing}
        ?hidden=${!this.#shape.open}
      >
        ${this.#shape.exit(context, language)} ${content}
      </div>
      ${this.#shape.renderLauncher(context)}`;
  }

  #placeOf(room: ChatRoom, client: ChatClient): RoomContext {
    const features = deferred.want(false)?.featuresIn(room, this.features) ?? this.features;
    return { room, client, language: this.#language.current, host: this, features };
  }

  #renderRoom(room: ChatRoom, client: ChatClient): TemplateResult {
    const language = this.#language.current;
    const context = this.#placeOf(room, client);
    loadForRoom(context);
    const bars = features.map(({ name, renderBar }) =>
      renderBar && shows(context.features, name) ? renderBar(context) : nothing,
    );
    return this.#frame(
      html`${shows(context.features, 'header') ? roomHeader(context, client.status === 'online', this.#panels()?.open ?? null, this.#shape.floats ? () => this.close() : null) : nothing}
        ${bars}
        <div
          class="body"
          part="body"
          @chat-error=${this.#onProblem}
          @chat-note=${this.#onProblem}
          @chat-edit=${this.#onEdit}
        >
          ${roomBody(context, this.density, this.#panels()?.covers ?? false)}
          ${this.#panels()?.render(context)}
          <div class="note-place" role="status">${this.#notes?.render(language)}</div>
        </div>`,
      context,
    );
  }

  #onProblem = ({ detail }: CustomEvent<NoticeDetail>): void => {
    void this.#note().then((notes) => notes?.show(detail));
  };

  /** Shows the state of the connection and errors, once its code is loaded. */
  async #note(): Promise<RoomNotices | null> {
    const part = deferred.want(false) ?? (await deferred.load(false).catch(() => null));
    if (part && !this.#screen) {
      const screen = part.createJoinScreen(this, this.#clients, this.#room, () => (this.#wantsFocus = true));
      this.#screen = screen;
      this.#notes = part.createRoomNotices(this, () => this.#room.client, screen.connecting);
      this.requestUpdate();
    }
    return this.#notes;
  }

  #onEdit = (event: CustomEvent<{ message: MessageItem }>): void => {
    event.stopPropagation();
    this.#composer?.edit(event.detail.message);
  };

  #onCompose = (event: CustomEvent<{ feature: string; detail: unknown }>): void => {
    event.stopPropagation();
    this.#composer?.compose(event.detail.feature, event.detail.detail);
  };

  get #composer(): ChatComposer | null {
    return this.renderRoot.querySelector<ChatComposer>('chat-composer');
  }
}

define('chat-room', ChatRoomElement);
