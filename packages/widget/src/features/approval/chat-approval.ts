import type { ChatClient, ChatRoom } from '@chat/client';
import type { Author, PendingMessage } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { onPartLoaded } from '../../core/lazy.ts';
import { RoomController } from '../../core/room-controller.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import type { Language } from '../../i18n/language.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { filesPreview } from '../../text/attachment-preview.ts';
import { messageText } from '../../text/message-text.ts';
import { textStyle } from '../../text/rich-text.styles.ts';
import { avatar } from '../../ui/avatar.ts';
import { clippedName } from '../../ui/clipped-name.ts';
import { icons } from '../../ui/icons.ts';
import { approvalStyle } from './approval.styles.ts';
import { approvalTexts, type ApprovalTexts } from './texts.ts';
import { pressCardKey } from '../../ui/card-keys.ts';

type Decision = 'approve' | 'trust' | 'reject';

/** The letter that presses each button while a message has the focus. */
const keyOf: Record<Decision, string> = { approve: 'A', trust: 'T', reject: 'R' };
/** The server's limit. */
const longestReason = 500;

/** The messages that wait for the approval of a moderator. */
export class ChatApproval extends LitElement {
  static override styles = [tokens, base, avatarStyle, textStyle, approvalStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    rejecting: { state: true },
    trusted: { state: true },
    said: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Id of the message for whose rejection a reason is being written. */
  declare rejecting: string;
  /** The author who was trusted last, which can be undone. */
  declare trusted: Author | null;
  /** Announced to screen readers. */
  declare said: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const update = () => this.requestUpdate();
    return [room.approval.subscribe(update), onPartLoaded(update)];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.rejecting = '';
    this.trusted = null;
    this.said = '';
  }

  protected override firstUpdated(): void {
    this.#room.room?.approval.load().catch((error: unknown) => emit(this, 'chat-error', { error }));
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
    const texts = approvalTexts(language.tag);
    const { items, hasMore, loaded } = room.approval.get();
    return html`
      ${this.trusted ? this.#trustNote(room, this.trusted, language, texts) : nothing}
      ${
        items.length === 0
          ? html`<p class="empty" tabindex="-1">${loaded ? texts.nobody : texts.loading}</p>`
          : html`<ul class="cards" @keydown=${this.#onKeyDown}>
              ${repeat(
                items,
                ({ message }) => message.id,
                (pending) => this.#card(room, pending, language, texts),
              )}
            </ul>`
      }
      ${hasMore ? html`<button type="button" class="small more" @click=${() => this.#do(room.approval.loadMore())}>${texts.more}</button>` : nothing}
      <p class="visually-hidden" role="status">${this.said}</p>
    `;
  }

  #card(
    room: ChatRoom,
    { message }: PendingMessage,
    language: Language,
    texts: ApprovalTexts,
  ): TemplateResult {
    const { id, author, text, attachments, createdAt } = message;
    const files = filesPreview(attachments, language);
    const button = (decision: Decision): TemplateResult =>
      html`<button
        type="button"
        class=${decision === 'reject' ? 'danger' : ''}
        aria-keyshortcuts=${keyOf[decision]}
        @click=${() => (decision === 'reject' ? this.#askReason(id) : void this.#decide(room, message, decision))}
      >
        ${texts[decision]}
      </button>`;
    return html`<li
      class="card"
      tabindex="0"
      data-message=${id}
      aria-label=${`${author.name}: ${text || files}`}
    >
      <div class="who">
        ${avatar(author, room)}${clippedName(author.name)}
        <time class="note" datetime=${new Date(createdAt).toISOString()}>${language.time(createdAt)}</time>
      </div>
      ${text ? html`<blockquote class="text" dir="auto">${messageText(text, { focusable: true })}</blockquote>` : nothing}
      ${attachments.length > 0 ? html`<p class="files" dir="auto">${icons.attach}${files}</p>` : nothing}
      ${
        this.rejecting === id
          ? html`<form @submit=${(event: SubmitEvent) => this.#reject(event, room, message)}>
              <label for="reason">${texts.reason}</label>
              <input id="reason" name="reason" maxlength=${longestReason} dir="auto" autocomplete="off" />
              <div class="buttons">
                <button type="submit" class="danger">${texts.reject}</button>
                <button type="button" @click=${() => this.#cancel(id)}>${language.text('cancel')}</button>
              </div>
            </form>`
          : html`<div class="buttons">${button('approve')}${button('reject')}${button('trust')}</div>`
      }
    </li>`;
  }

  #trustNote(room: ChatRoom, author: Author, language: Language, texts: ApprovalTexts): TemplateResult {
    return html`<p class="trusted">
      <span dir="auto">${texts.trusted.replace('{name}', () => author.name)}</span
      ><button type="button" class="small" @click=${() => void this.#untrust(room, author)}>
        ${language.text('undo')}
      </button>
    </p>`;
  }

  async #untrust({ approval }: ChatRoom, { id, name }: Author): Promise<void> {
    try {
      await approval.untrust(id);
    } catch (error) {
      emit(this, 'chat-error', { error });
      return;
    }
    this.trusted = null;
    this.said = approvalTexts(this.#language.current.tag).untrusted.replace('{name}', () => name);
    await this.updateComplete;
    (this.#cards[0] ?? this.#find('.empty'))?.focus();
  }

  #askReason(id: string): void {
    this.rejecting = id;
    void this.updateComplete.then(() => this.#find('#reason')?.focus());
  }

  #cancel(id: string): void {
    this.rejecting = '';
    void this.updateComplete.then(() => this.#find(`[data-message="${id}"]`)?.focus());
  }

  #reject(event: SubmitEvent, room: ChatRoom, message: PendingMessage['message']): void {
    event.preventDefault();
    const reason = new FormData(event.target as HTMLFormElement).get('reason');
    void this.#decide(room, message, 'reject', typeof reason === 'string' ? reason.trim() : '');
  }

  /** Decides on a message. The focus moves to the next one. */
  async #decide(
    { approval }: ChatRoom,
    { id, author }: PendingMessage['message'],
    decision: Decision,
    reason = '',
  ): Promise<void> {
    const at = this.#cards.findIndex((card) => card.dataset['message'] === id);
    const texts = approvalTexts(this.#language.current.tag);
    try {
      await (decision === 'reject' ? approval.reject(id, reason) : approval[decision](id));
    } catch (error) {
      emit(this, 'chat-error', { error });
      return;
    }
    const done = { approve: texts.approved, trust: texts.trusted, reject: texts.rejected }[decision];
    this.trusted = decision === 'trust' ? author : null;
    this.said = done.replace('{name}', () => author.name);
    this.rejecting = '';
    await this.updateComplete;
    const cards = this.#cards;
    (cards[at] ?? cards.at(-1) ?? this.#find('.empty'))?.focus();
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  #onKeyDown = (event: KeyboardEvent): void =>
    pressCardKey(event, {
      cards: this.#cards,
      stopWriting: this.rejecting === '' ? undefined : () => this.#cancel(this.rejecting),
    });
}

define('chat-approval', ChatApproval);
