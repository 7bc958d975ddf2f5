import type { ChatClient, ChatRoom } from '@chat/client';
import type { WaitingUser } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { RoomController } from '../../core/room-controller.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { avatar } from '../../ui/avatar.ts';
import { clippedName } from '../../ui/clipped-name.ts';
import { lobbyMessages, messageForm } from './lobby-messages.ts';
import { lobbyStyle } from './lobby.styles.ts';
import { lobbyTexts, type LobbyTexts } from './texts.ts';
import { pressCardKey } from '../../ui/card-keys.ts';

/** The users who wait in the lobby of a room, for its hosts. */
export class ChatLobby extends LitElement {
  static override styles = [tokens, base, lobbyStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    writing: { state: true },
    said: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Id of the user to whom the host writes. */
  declare writing: string;
  /** Announced to screen readers. */
  declare said: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [room.lobby.subscribe(() => this.requestUpdate())]);

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.writing = '';
    this.said = '';
  }

  protected override firstUpdated(): void {
    this.#room.room?.lobby.load().catch((error: unknown) => emit(this, 'chat-error', { error }));
    // Runs after the panel has moved the focus.
    void nextFrame().then(() => (this.#cards[0] ?? this.#find('.empty'))?.focus());
  }

  get #cards(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.card')];
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    if (!room) return nothing;
    const language = this.#language.current;
    const texts = lobbyTexts(language.tag);
    const { waiting } = room.lobby.get();
    return html`
      ${
        waiting.length > 1
          ? html`<button
              type="button"
              class="small all"
              @click=${() => void this.#do(room.lobby.admitAll(), texts.allAdmitted)}
            >
              ${texts.admitAll}
            </button>`
          : nothing
      }
      ${
        waiting.length === 0
          ? html`<p class="empty" tabindex="-1">${texts.nobody}</p>`
          : html`<ul class="cards" @keydown=${this.#onKeyDown}>
              ${repeat(
                waiting,
                ({ user }) => user.id,
                (each) => this.#card(room, each, language, texts),
              )}
            </ul>`
      }
      <p class="visually-hidden" role="status">${this.said}</p>
    `;
  }

  #card(
    room: ChatRoom,
    { user, knockedAt, messages }: WaitingUser,
    language: Language,
    texts: LobbyTexts,
  ): TemplateResult {
    const { id, name } = user;
    const { lobby } = room;
    return html`<li class="card" tabindex="0" data-user=${id} aria-label=${name}>
      <div class="who">
        ${avatar(user, room)}${clippedName(name)}
        <time class="note" datetime=${new Date(knockedAt).toISOString()}>${language.time(knockedAt)}</time>
      </div>
      ${lobbyMessages(messages, id, true)}
      ${
        this.writing === id
          ? messageForm(fillText(texts.writeTo, { name }), texts, (text) =>
              this.#do(lobby.send(text, id), texts.sent),
            )
          : nothing
      }
      <div class="buttons">
        <button
          type="button"
          aria-keyshortcuts="A"
          aria-label=${fillText(texts.admitName, { name })}
          @click=${() => void this.#do(lobby.admit(id), fillText(texts.admitted, { name }))}
        >
          ${texts.admit}
        </button>
        <button
          type="button"
          class="danger"
          aria-keyshortcuts="D"
          aria-label=${fillText(texts.declineName, { name })}
          @click=${() => void this.#do(lobby.decline(id), fillText(texts.declined, { name }))}
        >
          ${texts.decline}
        </button>
        <button
          type="button"
          aria-keyshortcuts="M"
          aria-expanded=${this.writing === id ? 'true' : 'false'}
          @click=${() => this.#write(id)}
        >
          ${texts.write}
        </button>
      </div>
    </li>`;
  }

  #write(id: string): void {
    this.writing = this.writing === id ? '' : id;
    void this.updateComplete.then(() =>
      (this.#find('form input') ?? this.#find(`[data-user="${CSS.escape(id)}"]`))?.focus(),
    );
  }

  /** Runs a decision and announces it. The focus moves to the next user. */
  async #do(work: Promise<unknown>, done: string): Promise<void> {
    const at = this.#cards.findIndex((card) => card.matches(':focus-within'));
    const isWriting = this.renderRoot.querySelector('form:focus-within') !== null;
    try {
      await work;
    } catch (error) {
      emit(this, 'chat-error', { error });
      return;
    }
    this.said = done;
    await this.updateComplete;
    if (isWriting) return;
    const cards = this.#cards;
    (cards[Math.max(0, at)] ?? cards.at(-1) ?? this.#find('.empty'))?.focus();
  }

  #onKeyDown = (event: KeyboardEvent): void =>
    pressCardKey(event, {
      cards: this.#cards,
      stopWriting: this.writing === '' ? undefined : () => this.#write(this.writing),
    });
}

define('chat-lobby', ChatLobby);
