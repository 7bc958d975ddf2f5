import { ChatError, type NewPoll } from '@chat/client';
import { pollLimits, type PollDraft, type PollResults } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import type { RoomContext } from '../../core/feature.ts';
import { duration } from '../../i18n/durations.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { modeErrorText } from '../../i18n/mode-errors.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { fieldStyle } from '../../styles/field.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { pollFormStyle } from './poll-form.styles.ts';
import { pollTexts, type PollTexts } from './texts.ts';

const minutes = [5, 15, 60, 1440] as const;

interface Settings {
  multiple: boolean;
  anonymous: boolean;
  allowOptions: boolean;
  quiz: boolean;
}

/** The form of a new poll, with the drafts that the user has saved in the room. */
export class ChatPollForm extends LitElement {
  static override styles = [tokens, base, dialogStyle, ...fieldStyle, pollFormStyle];
  static override properties = {
    context: { attribute: false },
    draft: { attribute: false },
    question: { state: true },
    options: { state: true },
    settings: { state: true },
    correct: { state: true },
    results: { state: true },
    minutes: { state: true },
    drafts: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: RoomContext | null;
  /** The draft to edit. */
  declare draft: PollDraft | null;
  declare question: string;
  declare options: readonly string[];
  declare settings: Settings;
  /** Index of the correct option of a quiz. */
  declare correct: number;
  declare results: PollResults;
  /** Until it ends by itself; 0: it does not. */
  declare minutes: number;
  declare drafts: readonly PollDraft[];
  declare busy: boolean;
  declare problem: string;
  /** The draft that is being edited. */
  #draftId: string | undefined;
  /** Called once it is closed. */
  done: () => void = () => {};

  constructor() {
    super();
    this.context = null;
    this.draft = null;
    this.question = '';
    this.options = ['', ''];
    this.settings = { multiple: false, anonymous: false, allowOptions: false, quiz: false };
    this.correct = 0;
    this.results = 'always';
    this.minutes = 0;
    this.drafts = [];
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    if (this.draft) this.#edit(this.draft);
    this.#dialog?.showModal();
    void this.#loadDrafts();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language } = context;
    const texts = pollTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${this.#onClose}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title">${texts.create}</h2>
        ${this.#renderDrafts(texts)}
        <label class="named"
          >${texts.question}<input
            type="text"
            dir="auto"
            required
            autocomplete="off"
            maxlength=${pollLimits.questionLength}
            .value=${this.question}
            @input=${this.#onQuestion}
        /></label>
        <fieldset>
          <legend>${texts.options}</legend>
          ${this.options.map((text, index) => this.#renderOption(text, index, texts))}
        </fieldset>
        <fieldset>
          <legend>${texts.settings}</legend>
          ${(['multiple', 'anonymous', 'quiz', 'allowOptions'] as const).map((name) => this.#renderSetting(name, texts))}
          ${this.#renderSelects(texts, context)}
        </fieldset>
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button type="button" class="quiet" ?disabled=${this.busy} @click=${this.#saveDraft}>
            ${texts.saveDraft}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${language.text('send')}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderDrafts(texts: PollTexts): TemplateResult | typeof nothing {
    if (this.drafts.length === 0) return nothing;
    return html`<section>
      <h3>${texts.drafts}</h3>
      <ul role="list">
        ${this.drafts.map(
          (draft) =>
            html`<li>
              <button type="button" class="draft" dir="auto" @click=${() => this.#edit(draft)}>
                ${draft.question}</button
              ><button
                type="button"
                class="icon-button"
                aria-label="${texts.deleteDraft}: ${draft.question}"
                title=${texts.deleteDraft}
                @click=${() => this.#deleteDraft(draft.id)}
              >
                ${icons.trash}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #renderOption(text: string, index: number, texts: PollTexts): TemplateResult {
    const label = fillText(texts.option, { n: String(index + 1) });
    const isLast = index === this.options.length - 1 && this.options.length > pollLimits.minOptions;
    return html`<div class="option">
      ${
        this.settings.quiz
          ? html`<input
              type="radio"
              name="correct"
              aria-label="${texts.correct}: ${text || label}"
              title=${texts.correct}
              .checked=${this.correct === index}
              @change=${() => (this.correct = index)}
            />`
          : nothing
      }<input
        type="text"
        dir="auto"
        autocomplete="off"
        aria-label=${label}
        placeholder=${label}
        ?required=${index < pollLimits.minOptions}
        maxlength=${pollLimits.optionLength}
        .value=${text}
        @input=${(event: Event) => this.#setOption(index, valueOf(event))}
      /><button
        type="button"
        class="icon-button"
        aria-label="${texts.removeOption}: ${text || label}"
        title=${texts.removeOption}
        ?disabled=${this.options.length <= pollLimits.minOptions || (isLast && text === '')}
        @click=${() => this.#removeOption(index)}
      >
        ${icons.close}
      </button>
    </div>`;
  }

  #renderSetting(name: keyof Settings, texts: PollTexts): TemplateResult {
    const isOff = this.settings.quiz && (name === 'allowOptions' || name === 'multiple');
    return html`<label class="choice"
      ><input
        type="checkbox"
        .checked=${this.settings[name] && !isOff}
        ?disabled=${isOff}
        @change=${(event: Event) =>
          (this.settings = { ...this.settings, [name]: (event.target as HTMLInputElement).checked })}
      />${texts[name]}</label
    >`;
  }

  #renderSelects(texts: PollTexts, { language: { tag } }: RoomContext): TemplateResult {
    const rules = { always: texts.always, 'after-vote': texts.afterVote, 'after-close': texts.afterClose };
    return html`<label class="named"
        >${texts.showResults}<select
          @change=${(event: Event) => (this.results = valueOf(event) as PollResults)}
        >
          ${Object.entries(rules).map(
            ([rule, text]) => html`<option value=${rule} ?selected=${this.results === rule}>${text}</option>`,
          )}
        </select></label
      ><label class="named"
        >${texts.closes}<select @change=${(event: Event) => (this.minutes = Number(valueOf(event)))}>
          <option value="0">${texts.never}</option>
          ${minutes.map((each) => html`<option value=${each}>${duration(each * 60, tag)}</option>`)}
        </select></label
      >`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #onClose = (): void => {
    this.remove();
    this.done();
  };

  #onQuestion = (event: Event): void => {
    this.question = valueOf(event);
  };

  #setOption(index: number, text: string): void {
    const options = this.options.with(index, text);
    const grows = options.at(-1)?.trim() && options.length < pollLimits.maxOptions;
    this.options = grows ? [...options, ''] : options;
  }

  #removeOption(index: number): void {
    this.options = this.options.filter((_, each) => each !== index);
    if (this.correct >= index && this.correct > 0) this.correct -= 1;
  }

  #edit({ id, question, options, results, quiz, ...settings }: PollDraft): void {
    this.#draftId = id;
    this.question = question;
    this.options = options.length < pollLimits.maxOptions ? [...options, ''] : options;
    this.results = results;
    this.correct = Number(quiz?.correct[0] ?? 1) - 1;
    this.settings = {
      multiple: settings.multiple ?? false,
      anonymous: settings.anonymous ?? false,
      allowOptions: settings.allowOptions ?? false,
      quiz: quiz !== undefined,
    };
  }

  /** Options that are left empty do not count. */
  #poll(): NewPoll {
    const { multiple, anonymous, allowOptions, quiz } = this.settings;
    const options = this.options.map((text) => text.trim());
    const correct = options.slice(0, this.correct + 1).filter(Boolean).length;
    return {
      ...(this.#draftId === undefined ? {} : { id: this.#draftId }),
      question: this.question,
      options: options.filter(Boolean),
      ...(multiple && !quiz ? { multiple } : {}),
      ...(anonymous ? { anonymous } : {}),
      ...(allowOptions && !quiz ? { allowOptions } : {}),
      ...(quiz ? { quiz: { correct: [String(correct)] } } : {}),
      results: this.results,
    };
  }

  #loadDrafts = async (): Promise<void> => {
    try {
      this.drafts = (await this.context?.room.polls.drafts())?.drafts ?? [];
    } catch (error) {
      this.#fail(error);
    }
  };

  async #deleteDraft(id: string): Promise<void> {
    try {
      await this.context?.room.polls.deleteDraft(id);
      if (this.#draftId === id) this.#draftId = undefined;
      await this.#loadDrafts();
    } catch (error) {
      this.#fail(error);
    }
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#finish(false);
  };

  // No submit button: Enter in a field sends the poll.
  #saveDraft = ({ currentTarget }: Event): void => {
    if ((currentTarget as HTMLButtonElement).form?.reportValidity()) void this.#finish(true);
  };

  async #finish(isDraft: boolean): Promise<void> {
    const { context } = this;
    if (!context || this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      const poll = this.#poll();
      const { polls } = context.room;
      if (isDraft) await polls.saveDraft(poll);
      else
        await polls.create({
          ...poll,
          ...(this.minutes > 0 ? { closesAt: Date.now() + this.minutes * 60_000 } : {}),
        });
      this.#dialog?.close();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.busy = false;
    }
  }

  #fail(error: unknown): void {
    const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
    const { language } = this.context ?? {};
    this.problem = (language && (modeErrorText(language.tag, known.reason) ?? language.error(known))) ?? '';
  }
}

const valueOf = ({ target }: Event): string => (target as HTMLInputElement | HTMLSelectElement).value;

define('chat-poll-form', ChatPollForm);
