import type { ChatClient } from '@chat/client';
import type { Message } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { Announcer } from '../messages/live-announcer.ts';
import { badgeCount } from '../ui/badge-count.ts';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import { messagePreview } from '../text/message-preview.ts';
import { icons } from '../ui/icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { onPartLoaded } from '../core/lazy.ts';
import { RoomController } from '../core/room-controller.ts';
import { base } from '../styles/base.ts';
import { launcherStyle } from './launcher.styles.ts';
import { tokens } from '../styles/tokens.ts';

/** How long a preview is shown, in ms. */
const previewMs = 8_000;

/**
 * A round button that opens a chat. Shows the number of unread messages, and a preview of the last message for a while.
 *
 * @event chat-toggle - the user pressed the button
 * @csspart button - the button
 * @csspart badge - the number of unread messages
 * @csspart preview - the preview of the last message
 */
export class ChatLauncher extends LitElement {
  static override styles = [tokens, base, launcherStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    expanded: { type: Boolean, reflect: true },
    previewed: { state: true },
  };
  /** The client. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Whether the chat is open. */
  declare expanded: boolean;
  declare previewed: Message | null;

  #language = new LanguageController(this);
  #announcer = new Announcer(this);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #room = new RoomController(this, (room, client) => [
    room.receipts.subscribe(() => this.requestUpdate()),
    room.on('message:created', ({ message }) => {
      const inRoom = message.threadId === undefined || message.alsoToRoom;
      if (!inRoom || message.author.id === client.user?.id || message.kind !== 'text') return;
      this.#preview(message);
      // The list is hidden, so the launcher announces the message.
      if (!this.expanded) this.#announcer.message(message, this.#language.current);
    }),
    // Keeps the preview in step with its message.
    room.on('message:updated', ({ message }) => {
      if (message.id === this.previewed?.id) this.previewed = message;
    }),
    room.on('message:deleted', ({ message }) => message.id === this.previewed?.id && this.#preview(null)),
    room.on(
      'message:expired',
      ({ before }) => (this.previewed?.createdAt ?? before) < before && this.#preview(null),
    ),
    onPartLoaded(() => this.requestUpdate()),
  ]);

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.expanded = false;
    this.previewed = null;
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus(options);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const { client } = this.#room;
    const unread = this.#room.room?.receipts.get().unread ?? 0;
    const previewed = this.expanded ? null : this.previewed;
    return html`${
        previewed && client
          ? html`<div class="preview" part="preview" dir=${language.dir}>
              <button type="button" class="last-message" @click=${this.#toggle}>
                <b dir="auto" title=${previewed.author.name}>${previewed.author.name}</b
                ><span dir="auto">${messagePreview(previewed, { client, language })}</span>
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label=${language.text('close')}
                @click=${() => this.#preview(null)}
              >
                ${icons.close}
              </button>
            </div>`
          : nothing
      }
      <span class="visually-hidden" role="status">${this.#announcer.text}</span>
      <button
        type="button"
        class="launcher"
        part="button"
        aria-expanded=${this.expanded ? 'true' : 'false'}
        @click=${this.#toggle}
      >
        ${this.expanded ? icons.close : icons.bubble}
        <span class="visually-hidden"
          >${language.text(this.expanded ? 'close' : 'openChat')}${unread > 0 ? `, ${language.plural('newCount', unread)}` : nothing}</span
        >
        ${unread > 0 && !this.expanded ? html`<i class="count" part="badge" aria-hidden="true">${badgeCount(unread, language)}</i>` : nothing}
      </button>`;
  }

  #preview(message: Message | null): void {
    clearTimeout(this.#timer);
    // The focused element is about to be removed.
    if (!message && this.#shown?.matches(':focus-within')) this.focus();
    this.previewed = message;
    if (message) this.#timer = setTimeout(this.#lapse, previewMs);
  }

  get #shown(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.preview');
  }

  /** Stays while the pointer is on it or it has the focus. */
  #lapse = (): void => {
    if (this.#shown?.matches(':hover, :focus-within')) this.#timer = setTimeout(this.#lapse, previewMs);
    else this.previewed = null;
  };

  #toggle = (): void => {
    this.#preview(null);
    emit(this, 'chat-toggle');
  };
}

define('chat-launcher', ChatLauncher);
