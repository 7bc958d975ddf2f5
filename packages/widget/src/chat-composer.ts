import type { ChatClient, MessageItem } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from './define.ts';
import { emit } from './emit.ts';
import { icons } from './icons.ts';
import { LanguageController } from './language-controller.ts';
import { inTab } from './remember.ts';
import { RoomController } from './room-controller.ts';
import { silenceOf, silenceText } from './silence.ts';
import { base } from './style/base.ts';
import { composerStyle } from './style/composer.ts';
import { tokens } from './style/tokens.ts';
import { typingLine } from './typing-line.ts';

/** What a send is about to say. A listener may change `text`, or cancel. */
export interface BeforeSendDetail {
  text: string;
}

/** The counter appears when this few characters are left. */
const nearLimit = 200;

/**
 * Where messages are written. Enter sends, Shift+Enter breaks the line, ↑ in an empty field edits the last own message,
 * Escape cancels. What was not sent is kept for the tab.
 *
 * @event chat-before-send - cancelable; `detail.text` may be changed
 * @event chat-error - something was refused; `detail.error`
 * @csspart composer - the whole
 * @csspart field - the box around the text
 * @csspart input - the text
 * @csspart send - the button
 * @csspart typing - the line that says who is typing
 */
export class ChatComposer extends LitElement {
  static override styles = [tokens, base, composerStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    typing: { type: Boolean },
    editing: { attribute: false },
    text: { state: true },
  };
  /** The client to speak through. */
  declare client: ChatClient | null;
  /** Id of the room to write to. */
  declare room: string;
  /** Shows who is typing, and tells others when the user is. */
  declare typing: boolean;
  /** The message being edited; null for a new one. */
  declare editing: MessageItem | null;
  declare text: string;

  #language = new LanguageController(this);
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #room = new RoomController(this, (room, client) => {
    this.editing = null;
    this.text = inTab.get(this.#draftKey) ?? '';
    const update = () => this.requestUpdate();
    return [
      room.state.subscribe(update),
      room.typing.subscribe(update),
      client.on('hello', update),
      () => clearTimeout(this.#silenceTimer),
    ];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.typing = false;
    this.editing = null;
    this.text = '';
  }

  /** Puts the cursor into the field. */
  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  /** Starts to edit an own message; what was being written comes back afterwards. */
  edit(item: MessageItem): void {
    this.editing = item;
    this.text = item.text;
    void this.updateComplete.then(() => {
      this.focus();
      this.#field?.setSelectionRange(this.text.length, this.text.length);
    });
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const room = this.#room.room;
    const silence = room && silenceOf(room.state.get(), Date.now());
    return html`<div class="composer" part="composer">
      ${this.typing && room ? typingLine(room.typing.get(), this.client?.user?.id, language) : html`<div class="typing"></div>`}
      ${silence ? html`<p class="silence" role="status">${icons.lock}${silenceText(silence, language)}</p>` : this.#renderField()}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.#grow();
    const until = this.#room.room?.state.get().me?.mutedUntil;
    clearTimeout(this.#silenceTimer);
    if (until !== undefined && until > Date.now())
      this.#silenceTimer = setTimeout(() => this.requestUpdate(), Math.min(until - Date.now(), 2 ** 31 - 1));
  }

  #renderField(): TemplateResult {
    const language = this.#language.current;
    const left = this.#left;
    const label = language.text(this.editing ? 'editingMessage' : 'writeMessage');
    return html`
      ${this.editing ? this.#renderEditing(this.editing) : nothing}
      <div class="field" part="field">
        <textarea
          part="input"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          autocomplete="off"
          aria-label=${label}
          aria-describedby="left"
          placeholder=${label}
          .value=${this.text}
          @input=${this.#onInput}
          @keydown=${this.#onKeyDown}
          @blur=${this.#onBlur}
        ></textarea>
        <button
          type="button"
          class="send"
          part="send"
          aria-label=${language.text(this.editing ? 'save' : 'send')}
          ?disabled=${!this.#sendable}
          @click=${this.#submit}
        >
          ${this.editing ? icons.check : icons.send}
        </button>
      </div>
      <div id="left" role="status">
        ${
          left > nearLimit
            ? nothing
            : html`<span class=${left < 0 ? 'left over' : 'left'}
                >${language.plural(left < 0 ? 'charactersOver' : 'charactersLeft', Math.abs(left))}</span
              >`
        }
      </div>
    `;
  }

  #renderEditing(item: MessageItem): TemplateResult {
    const language = this.#language.current;
    return html`<div class="editing">
      ${icons.edit}
      <span><b>${language.text('editingMessage')}</b><br />${item.text}</span>
      <button type="button" class="icon-button" aria-label=${language.text('cancel')} @click=${this.#cancel}>
        ${icons.close}
      </button>
    </div>`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot?.querySelector('textarea') ?? null;
  }

  get #draftKey(): string {
    return `draft:${this.room}`;
  }

  get #left(): number {
    const limit = this.client?.limits?.maxTextLength;
    return limit === undefined ? Infinity : limit - this.text.trim().length;
  }

  get #sendable(): boolean {
    return this.#room.room !== null && this.text.trim() !== '' && this.#left >= 0;
  }

  #onInput = (event: InputEvent): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    if (this.editing) return;
    inTab.set(this.#draftKey, this.text);
    if (!this.typing) return;
    if (this.text.trim()) this.#room.room?.typing.start();
    else this.#room.room?.typing.stop();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a composition chooses a word; Safari reports it after the end, with this key code.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && this.editing) {
      event.preventDefault();
      event.stopPropagation();
      this.#cancel();
    } else if (event.key === 'ArrowUp' && !this.text && !this.editing) {
      const own = this.#lastOwn();
      if (!own) return;
      event.preventDefault();
      this.edit(own);
    }
  };

  #onBlur = (): void => {
    if (this.typing) this.#room.room?.typing.stop();
  };

  #submit = (): void => {
    const room = this.#room.room;
    if (!room || !this.#sendable) return;
    const detail: BeforeSendDetail = { text: this.text.trim() };
    const { editing } = this;
    if (!emit(this, 'chat-before-send', detail, true) || !detail.text.trim()) return;
    if (this.typing) room.typing.stop();
    // A failed send stands in the list with its reason; a refused edit has no other place to be told of.
    if (!editing) room.messages.send({ text: detail.text }).catch(() => {});
    else if (detail.text !== editing.text)
      room.messages
        .edit(editing.id, detail.text)
        .catch((error: unknown) => emit(this, 'chat-error', { error }));
    if (editing) return this.#cancel();
    this.text = '';
    inTab.set(this.#draftKey, '');
    this.focus();
  };

  #cancel = (): void => {
    this.editing = null;
    this.text = inTab.get(this.#draftKey) ?? '';
    void this.updateComplete.then(() => this.focus());
  };

  #lastOwn(): MessageItem | undefined {
    const room = this.#room.room;
    if (!room?.state.get().can?.['message:edit']) return undefined;
    return room.messages
      .get()
      .items.findLast(
        ({ mine, status, deletedAt, kind }) => mine && status === 'sent' && !deletedAt && kind === 'text',
      );
  }

  #grow(): void {
    const field = this.#field;
    if (!field || CSS.supports('field-sizing', 'content')) return;
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  }
}

define('chat-composer', ChatComposer);
