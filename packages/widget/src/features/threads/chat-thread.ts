import type { ChatClient, ChatRoom, MessageItem } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ChatComposer } from '../../composer/chat-composer.ts';
import type { ChatMessages } from '../../messages/chat-messages.ts';
import { define } from '../../core/define.ts';
import { afterPaint } from '../../dom/after-paint.ts';
import { isListReady } from '../../messages/go-to-message.ts';
import { closestRoom } from '../../core/closest-room.ts';
import type { ListSource } from '../../messages/list-source.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { RoomController } from '../../core/room-controller.ts';
import { base } from '../../styles/base.ts';
import { threadPanelStyle } from './threads.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { threadTexts } from './texts.ts';
import { threadSource } from './thread-source.ts';

/** A thread: its first message, the replies, and a composer. `thread` is set once. */
export class ChatThread extends LitElement {
  static override styles = [tokens, base, threadPanelStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    thread: {},
    at: { attribute: false },
    features: {},
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Id of the thread's first message. */
  declare thread: string;
  /** A message to show; set a new object to show the same one again. */
  declare at: { readonly message: string } | null;
  /** Names of the features to offer, or, each after a minus, not to offer. */
  declare features: string | null;

  #language = new LanguageController(this);
  #source: ListSource | null = null;
  #wanted: string | null = null;
  #hasFocused = false;
  #room = new RoomController(this, (room, client) => {
    const thread = room.thread(this.thread);
    this.#source = threadSource(thread, () => client.user?.id);
    return [thread.subscribe(() => this.requestUpdate())];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.thread = '';
    this.at = null;
    this.features = null;
  }

  override focus(options?: FocusOptions): void {
    this.#composer?.focus(options);
  }

  /** The panel is painted first: its press need not wait for the list and the composer. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await afterPaint();
    await super.scheduleUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room, client } = this.#room;
    return room && client ? this.#renderThread(room, client) : nothing;
  }

  #renderThread(room: ChatRoom, client: ChatClient): TemplateResult {
    const language = this.#language.current;
    if (room.thread(this.thread).get().root === null)
      return html`<p class="gone" role="status">${language.text('unavailable')}</p>`;
    // Edits and replies in this list belong to this composer, not to the room's.
    return html`<chat-messages
        density=${closestRoom(this)?.getAttribute('density') ?? nothing}
        thread
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .features=${this.features}
        .source=${this.#source}
        @chat-compose=${this.#onCompose}
        @chat-edit=${this.#onEdit}
      ></chat-messages>
      <chat-composer
        lang=${language.tag}
        thread=${this.thread}
        placeholder=${`${threadTexts(language.tag).replyInThread}…`}
        .client=${client}
        .room=${room.id}
        .features=${this.features}
        @chat-compose=${this.#onCompose}
      ></chat-composer>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#takeFocus();
    if (changed.has('at')) this.#wanted = this.at?.message ?? null;
    const list = this.renderRoot.querySelector<ChatMessages>('chat-messages');
    if (this.#wanted === null || !list || !this.#source?.get().loaded) return;
    const id = this.#wanted;
    this.#wanted = null;
    void isListReady(list).then((placed) => placed && list.scrollToMessage(id));
  }

  /** Focuses the composer when the thread opens. */
  #takeFocus(): void {
    const composer = this.#composer;
    if (!composer || this.#hasFocused || !this.hasAttribute('takes-focus')) return;
    this.#hasFocused = true;
    void composer.updateComplete.then(() => composer.focus());
  }

  #onCompose = (event: CustomEvent<{ feature: string; detail: unknown }>): void => {
    event.stopPropagation();
    this.#composer?.compose(event.detail.feature, event.detail.detail);
  };

  #onEdit = (event: CustomEvent<{ message: MessageItem }>): void => {
    event.stopPropagation();
    this.#composer?.edit(event.detail.message);
  };

  get #composer(): ChatComposer | null {
    return this.renderRoot.querySelector<ChatComposer>('chat-composer');
  }
}

define('chat-thread', ChatThread);
