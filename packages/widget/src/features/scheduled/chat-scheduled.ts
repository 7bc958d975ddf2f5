import { ChatError, type ChatRoom } from '@chat/client';
import type { ScheduledFailure, ScheduledMessage } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { fieldStyle } from '../../styles/field.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { timeTexts, toLocalInput } from '../../ui/time-presets.ts';
import { scheduledListStyle } from './scheduled.styles.ts';
import { scheduledTexts } from './texts.ts';

/** A dialog with the user's scheduled messages of a room. */
export class ChatScheduled extends LitElement {
  static override styles = [tokens, base, dialogStyle, ...fieldStyle, scheduledListStyle];
  static override properties = {
    room: { attribute: false },
    language: { attribute: false },
    editing: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare room: ChatRoom | null;
  declare language: Language | null;
  /** Id of the message that is being edited. */
  declare editing: string;
  declare busy: boolean;
  declare problem: string;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.room = null;
    this.language = null;
    this.editing = '';
    this.busy = false;
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.room?.scheduled.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room, language } = this;
    if (!room || !language) return nothing;
    const texts = scheduledTexts(language.tag);
    const { items } = room.scheduled.get();
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${this.#onKeyDown}
    >
      <h2 id="title" tabindex="-1">${texts.title}</h2>
      ${
        items.length === 0
          ? html`<p>${texts.nothing}</p>`
          : html`<ul role="list">
              ${repeat(
                items,
                ({ id }) => id,
                (each) =>
                  html`<li data-message=${each.id}>
                    ${this.editing === each.id ? this.#renderForm(each, language) : this.#renderItem(each, language)}
                  </li>`,
              )}
            </ul>`
      }
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  #renderItem(message: ScheduledMessage, language: Language): TemplateResult {
    const { id, text, sendAt, failed } = message;
    const texts = scheduledTexts(language.tag);
    const button = (label: string, icon: TemplateResult, run: () => void): TemplateResult =>
      html`<button
        type="button"
        class="icon-button"
        aria-label="${label}: ${text}"
        title=${label}
        ?disabled=${this.busy}
        @click=${run}
      >
        ${icon}
      </button>`;
    return html`<div>
        <p class="time">
          <time datetime=${new Date(sendAt).toISOString()}>${language.dateTime(sendAt)}</time>
        </p>
        <p class="text" dir="auto">${text}</p>
        ${failed ? html`<p class="why">${whyOf(failed, language)}</p>` : nothing}
      </div>
      <div class="tools">
        ${button(texts.edit, icons.edit, () => this.#edit(id))}
        ${button(texts.sendNow, icons.send, () => void this.#run(id, (room) => room.scheduled.sendNow(id)))}
        ${button(texts.remove, icons.trash, () => void this.#run(id, (room) => room.scheduled.cancel(id)))}
      </div>`;
  }

  #renderForm({ text, sendAt }: ScheduledMessage, language: Language): TemplateResult {
    const now = Date.now();
    return html`<form @submit=${this.#save}>
      <textarea
        name="text"
        rows="3"
        dir="auto"
        required
        aria-label=${language.text('editingMessage')}
        .value=${text}
      ></textarea>
      <input
        type="datetime-local"
        name="time"
        required
        aria-label=${timeTexts(language.tag).time}
        min=${toLocalInput(Math.min(now, sendAt))}
        .value=${toLocalInput(sendAt)}
      />
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => this.#leaveForm()}>
          ${language.text('cancel')}
        </button>
        <button type="submit" class="primary" ?disabled=${this.busy}>${language.text('save')}</button>
      </div>
    </form>`;
  }

  #edit(id: string): void {
    this.editing = id;
    this.problem = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector('textarea')?.focus());
  }

  #leaveForm(): void {
    const id = this.editing;
    this.editing = '';
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-message="${id}"] button`)?.focus(),
    );
  }

  #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const id = this.editing;
    const text = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    const value = this.renderRoot.querySelector('input')?.value ?? '';
    const known = this.room?.scheduled.get().items.find((each) => each.id === id);
    if (!known || !text) return;
    const sendAt = new Date(value).getTime();
    const isMoved = value !== toLocalInput(known.sendAt) || known.failed !== undefined;
    const change = { ...(text === known.text ? {} : { text }), ...(isMoved ? { sendAt } : {}) };
    if (Object.keys(change).length === 0) return this.#leaveForm();
    const isDone = await this.#run(id, (room) => room.scheduled.edit(id, change));
    if (isDone) this.#leaveForm();
  };

  /** Runs a change. The focus stays in the list. Resolves to whether it worked. */
  async #run(id: string, change: (room: ChatRoom) => Promise<unknown>): Promise<boolean> {
    const { room, language } = this;
    if (!room || !language || this.busy) return false;
    this.busy = true;
    this.problem = '';
    try {
      await change(room);
      return true;
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      this.problem =
        known.reason === 'already_sent' ? scheduledTexts(language.tag).alreadySent : language.error(known);
      return false;
    } finally {
      this.busy = false;
      await this.updateComplete;
      if (!this.renderRoot.querySelector(`[data-message="${id}"]`))
        this.renderRoot.querySelector<HTMLElement>('li button, #title')?.focus();
    }
  }

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Escape' || !this.editing) return;
    event.preventDefault();
    this.#leaveForm();
  };
}

const whyOf = ({ code, reason }: ScheduledFailure, language: Language): string => {
  const why = language.error({ code, reason });
  return fillText(scheduledTexts(language.tag).notSent, { why });
};

define('chat-scheduled', ChatScheduled);
