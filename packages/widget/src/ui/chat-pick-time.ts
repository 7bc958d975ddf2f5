import { ChatError } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import type { Language } from '../i18n/language.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { fieldStyle } from '../styles/field.ts';
import { tokens } from '../styles/tokens.ts';
import { morningPresets, timeTexts, toLocalInput } from './time-presets.ts';

/** The purpose of the time. */
export interface TimeChoice {
  language: Language;
  title: string;
  /** Label of the button. */
  confirm: string;
  /** Gets the time, ms since the epoch. If it rejects, the dialog stays open and shows why. */
  onPick(at: number): Promise<void>;
}

const minuteMs = 60_000;

/** A dialog with a field for date and time. */
export class ChatPickTime extends LitElement {
  static override styles = [tokens, base, dialogStyle, ...fieldStyle];
  static override properties = {
    choice: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };
  declare choice: TimeChoice | null;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.choice = null;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { choice } = this;
    if (!choice) return nothing;
    const { language, title, confirm } = choice;
    const now = Date.now();
    const first = morningPresets(now, language)[0]?.at ?? now;
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title">${title}</h2>
        <label
          ><span class="visually-hidden">${timeTexts(language.tag).time}</span
          ><input
            type="datetime-local"
            name="time"
            required
            min=${toLocalInput(now)}
            .value=${toLocalInput(first)}
        /></label>
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${confirm}</button>
        </div>
      </form>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { choice } = this;
    const value = this.renderRoot.querySelector('input')?.value ?? '';
    const at = new Date(value).getTime();
    if (!choice || this.busy || Number.isNaN(at)) return;
    // The field has whole minutes: the running one is not past.
    if (at + minuteMs <= Date.now()) {
      this.problem = timeTexts(choice.language.tag).past;
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      await choice.onPick(at);
      this.#dialog?.close();
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      this.problem = choice.language.error(known);
    } finally {
      this.busy = false;
    }
  };
}

define('chat-pick-time', ChatPickTime);

/** Opens the dialog in an element. */
export const pickTime = (host: HTMLElement, choice: TimeChoice): void => {
  const { tag } = choice.language;
  host.shadowRoot?.append(Object.assign(document.createElement('chat-pick-time'), { choice, lang: tag }));
};
