import type { ChatRoom } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { lobbyMessages, messageForm } from './lobby-messages.ts';
import { waitingRoomStyle } from './lobby.styles.ts';
import { lobbyTexts } from './texts.ts';

/** The screen in place of a room whose hosts have not admitted the user yet. */
export class ChatWaitingRoom extends LitElement {
  static override styles = [tokens, base, waitingRoomStyle];
  static override properties = {
    chat: { attribute: false },
    me: {},
    entered: { attribute: false },
    hasLeft: { state: true },
  };
  /** The room in whose lobby the user waits. */
  declare chat: ChatRoom | null;
  /** Id of the user. */
  declare me: string;
  /** The user was admitted. */
  declare entered: () => void;
  declare hasLeft: boolean;

  #language = new LanguageController(this);
  #watched: ChatRoom | null = null;
  #stop = (): void => {};

  constructor() {
    super();
    this.chat = null;
    this.me = '';
    this.entered = () => {};
    this.hasLeft = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watched = null;
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override willUpdate(): void {
    const { chat } = this;
    if (chat === this.#watched) return;
    this.#stop();
    this.#watched = chat;
    this.hasLeft = false;
    if (!chat) return;
    this.#stop = chat.lobby.subscribe(() => {
      this.requestUpdate();
      if (chat.lobby.get().mine?.state === 'admitted') this.entered();
    });
    this.#run(chat.lobby.knock());
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  #knock = (): void => {
    this.hasLeft = false;
    if (this.chat) this.#run(this.chat.lobby.knock());
  };

  #leave = (): void => {
    this.hasLeft = true;
    if (this.chat) this.#run(this.chat.lobby.leave());
  };

  protected override render(): TemplateResult | typeof nothing {
    const { chat } = this;
    if (!chat) return nothing;
    const language = this.#language.current;
    const texts = lobbyTexts(language.tag);
    const { mine, error } = chat.lobby.get();
    const isDeclined = mine?.state === 'declined';
    if (error?.reason === 'room_ended') return this.#outside(language.error(error), '');
    if (error)
      return this.#outside(
        error.reason === 'lobby_full' ? texts.full : language.error(error),
        texts.knockAgain,
      );
    if (isDeclined) return this.#outside(texts.notAdmitted, texts.knockAgain, texts.later);
    if (this.hasLeft) return this.#outside(texts.left, texts.knockAgain);
    return html`<div class="waiting">
      <span class="badge">${icons.hourglass}</span>
      <div role="status"><h2>${texts.wait}</h2></div>
      <p dir="auto">${mine?.message ?? texts.soon}</p>
      ${
        mine
          ? html`<div class="chat">
              <div role="log" aria-label=${texts.messages}>
                ${lobbyMessages(mine.messages, this.me, false)}
              </div>
              ${messageForm(texts.writeToHosts, texts, async (text) => this.#send(chat, text))}
            </div>`
          : nothing
      }
      <button type="button" class="link" @click=${this.#leave}>${texts.leave}</button>
    </div>`;
  }

  /** The user does not wait. */
  #outside(title: string, again: string, note = ''): TemplateResult {
    return html`<div class="waiting">
      <span class="badge">${icons.lock}</span>
      <div role="status">
        <h2>${title}</h2>
        ${note ? html`<p>${note}</p>` : nothing}
      </div>
      ${again ? html`<button type="button" class="primary" @click=${this.#knock}>${again}</button>` : nothing}
    </div>`;
  }

  async #send({ lobby }: ChatRoom, text: string): Promise<void> {
    try {
      await lobby.send(text);
    } catch (error) {
      emit(this, 'chat-error', { error });
      throw error;
    }
  }
}

define('chat-waiting-room', ChatWaitingRoom);
