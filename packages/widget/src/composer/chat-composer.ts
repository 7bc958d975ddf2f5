import type { ChatClient, ChatRoom, MessageItem } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { deferred as all } from '../core/deferred.ts';
import type { Lazy } from '../core/lazy.ts';
import { define } from '../core/define.ts';
import * as slots from './composer-slots.ts';
import { emit } from '../core/emit.ts';
import { features } from '../core/feature-registry.ts';
import { icons } from '../ui/icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { isComposing } from '../dom/keyboard.ts';
import type { ComposerHandle, ComposerContext } from '../core/feature.ts';
import { inTab } from '../dom/browser-storage.ts';
import { RoomController } from '../core/room-controller.ts';
import type * as deferredParts from './composer-deferred.ts';
import { composerLock, LockController } from './composer-lock.ts';
import { base } from '../styles/base.ts';
import { composerStyle } from './composer.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { watchFeatures, loadForRoom } from '../core/feature-updates.ts';
import { watchState } from '../core/watch-room-state.ts';

/** The deferred parts of the composer. */
export type ComposerParts = typeof deferredParts;

const deferred = all as Lazy<ComposerParts>;

/**
 * Inserts a text in place of the selection, or of the text from `from` to the cursor. Returns the text and
 * the cursor.
 */
export const withInserted = (
  field: HTMLTextAreaElement | null,
  text: string,
  inserted: string,
  from?: number,
): { text: string; at: number } => {
  const end = field?.selectionEnd ?? text.length;
  const start = from ?? field?.selectionStart ?? end;
  return { text: text.slice(0, start) + inserted + text.slice(end), at: start + inserted.length };
};

/** The detail of `chat-before-send`. A listener may change `text`, or cancel. */
export interface BeforeSendDetail {
  text: string;
}

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
export class ChatComposer extends LitElement implements ComposerHandle {
  static override styles = [
    tokens,
    base,
    composerStyle,
    features.map(({ styles }) => styles?.composer ?? []),
  ];
  static override properties = {
    client: { attribute: false },
    room: {},
    typing: { type: Boolean },
    features: {},
    thread: {},
    placeholder: {},
    editing: { attribute: false },
    text: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room to write to. */
  declare room: string;
  /** Shows typing users, and tells others when the user types. */
  declare typing: boolean;
  /** Names of the features to offer, or, each after a minus, not to offer. */
  declare features: string | null;
  /** Writes to the thread of this message; empty for the room. */
  declare thread: string;
  /** The text in the empty field. */
  declare placeholder: string | null;
  /** The message being edited; null for a new one. */
  declare editing: MessageItem | null;
  declare text: string;

  #language = new LanguageController(this);
  #silence = new LockController(this);
  #room = new RoomController(this, (room, client) => {
    this.editing = null;
    this.text = inTab.get(this.#draftKey) ?? '';
    const update = () => this.requestUpdate();
    return [
      watchState(room, update),
      room.typing.subscribe(update),
      client.on('hello', update),
      ...watchFeatures(this, this.#language, room, client, update),
    ];
  });

  constructor() {
    super();
    this.client = this.features = this.editing = null;
    this.room = this.thread = this.text = '';
    this.typing = false;
  }

  /** Puts the cursor into the field. */
  override focus(options?: FocusOptions): void {
    this.field?.focus(options);
  }

  /** Starts to edit an own message; what was being written comes back afterwards. `text`: what it is to say, so far. */
  edit(item: MessageItem, text = item.text): void {
    this.editing = item;
    this.text = text;
    this.#putCursor(text.length);
  }

  /** Leaves an edit. */
  cancel(): void {
    this.editing = null;
    this.text = inTab.get(this.#draftKey) ?? '';
    void this.updateComplete.then(() => this.focus());
  }

  /** Puts text in place of what is selected, or of `from` up to the cursor, and leaves the cursor behind it. */
  insert(text: string, from?: number): void {
    const { text: whole, at } = withInserted(this.field, this.text, text, from);
    this.text = whole;
    this.#keepDraft();
    this.#putCursor(at);
  }

  /** Hands a feature something that was chosen outside of the composer. */
  compose(feature: string, detail: unknown): void {
    const context = this.#context;
    if (!context) return;
    void deferred.load().then(({ composeFeature }) => composeFeature(feature, detail, context));
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const room = this.#room.room;
    const silence = room && composerLock(room.state.get(), Date.now());
    const context = this.#context;
    if (context) loadForRoom(context);
    return html`<div class="composer" part="composer">
      <div class="typing" part="typing">
        ${this.typing && room ? deferred.want(false)?.typingLine(room.typing.get(), this.client?.user?.id, language) : nothing}
      </div>
      ${context ? slots.renderComposerSlot(context, 'renderBeforeField') : nothing}
      ${silence ? deferred.want()?.lockNotice(silence, language) : this.#renderField()}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('text')) deferred.want(false)?.growField(this.field);
    this.#silence.until(this.#room.room?.state.get().me?.mutedUntil);
  }

  #renderField(): TemplateResult {
    const language = this.#language.current;
    const context = this.#context;
    const { editing, placeholder } = this;
    const label = (!editing && placeholder) || language.text(editing ? 'editingMessage' : 'writeMessage');
    return html`
      ${this.editing ? deferred.want()?.editingNotice(this.editing, language, () => this.cancel()) : nothing}
      ${context ? slots.renderComposerSlot(context, 'renderAboveField') : nothing}
      <div class=${this.text.includes('\n') ? 'field tall' : 'field'} part="field">
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
          @focus=${slots.loadForWriting}
          @blur=${this.#onBlur}
          @paste=${this.#onPaste}
          @selectionchange=${this.#onSelect}
        ></textarea>
        <div class="tools">
          ${context && !this.editing ? slots.renderComposerSlot(context, 'renderTools') : nothing}
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
      </div>
      <div id="left" role="status">${deferred.want(false)?.remainingCount(this.#left, language)}</div>
    `;
  }

  get field(): HTMLTextAreaElement | null {
    return this.renderRoot?.querySelector('textarea') ?? null;
  }

  get #draftKey(): string {
    return `draft:${this.room}${this.thread && `:${this.thread}`}`;
  }

  get #left(): number {
    return (this.client?.limits?.maxTextLength ?? Infinity) - this.text.trim().length;
  }

  get #sendable(): boolean {
    const context = this.#context;
    if (!context || this.#left < 0) return false;
    if (this.editing) return this.text.trim() !== '';
    return (this.text.trim() !== '' || slots.hasContent(context)) && !slots.sendBlocker(context);
  }

  get #context(): ComposerContext | null {
    const { room, client } = this.#room;
    return room && client && this.#placeOf(room, client);
  }

  #placeOf(room: ChatRoom, client: ChatClient): ComposerContext {
    return { room, client, language: this.#language.current, host: this, features: this.features };
  }

  #putCursor(at: number): void {
    void this.updateComplete.then(() => {
      this.focus();
      this.field?.setSelectionRange(at, at);
    });
  }

  #keepDraft(): void {
    if (!this.editing) inTab.set(this.#draftKey, this.text);
  }

  #onInput = (event: InputEvent): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#onSelect();
    if (this.editing) return;
    this.#keepDraft();
    if (!this.typing) return;
    if (this.text.trim()) this.#room.room?.typing.start();
    else this.#room.room?.typing.stop();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const context = this.#context;
    if (context && slots.dispatchKey(event, context)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && this.editing) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === 'ArrowUp' && !this.text && !this.editing) {
      const own = deferred.want()?.lastOwnMessage(this.#room.room, this.thread);
      if (!own) return;
      event.preventDefault();
      this.edit(own);
    }
  };

  #onSelect = (): void => {
    if (this.#context) slots.dispatchInput(this.#context);
  };

  #onPaste = (event: ClipboardEvent): void => {
    if (this.#context && !this.editing) slots.dispatchPaste(event, this.#context);
  };

  #onBlur = (): void => {
    if (this.typing) this.#room.room?.typing.stop();
  };

  #submit = (): void => {
    if (!this.#sendable) return;
    const needed = slots.partsToSend(`${this.editing?.text ?? ''}${this.text}`);
    if (needed) return void needed.then(this.#send);
    this.#send();
  };

  #send = (): void => {
    const context = this.#context;
    if (!context || !this.#sendable) return;
    const { editing } = this;
    const detail: BeforeSendDetail = { text: this.text.trim() };
    if (!emit(this, 'chat-before-send', detail, true)) return;
    if (!detail.text.trim() && (editing || !slots.hasContent(context))) return;
    if (this.typing) context.room.typing.stop();
    if (editing) {
      if (detail.text !== editing.text)
        void deferred.load().then(({ sendEdit }) => sendEdit(editing, detail.text, context));
      return this.cancel();
    }
    slots.sendNew(detail.text, context);
    this.text = '';
    inTab.set(this.#draftKey, '');
    this.focus();
  };
}

define('chat-composer', ChatComposer);
