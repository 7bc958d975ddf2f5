import { ChatError } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { messagePreview } from '../../text/message-preview.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import { revealTexts } from './reveal-texts.ts';
import { moderationTexts } from './texts.ts';
import type { MessageContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';

const kinds = ['spam', 'abuse', 'unfit', 'other'] as const;
/** The server's limit, minus the length of the kind. */
const longest = 440;

/** Whether a report lets moderators read a message that they could not read otherwise. */
const reveals = ({ room, item }: MessageContext): boolean =>
  room.state.get().room?.encryption !== undefined && item.undecryptable === undefined;

/** Asks why a message is reported, and reports it. */
export class ChatReport extends LitElement {
  static override styles = [tokens, base, dialogStyle];
  static override properties = {
    context: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: MessageContext | null;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.context = null;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.context) return nothing;
    const { language } = this.context;
    const close = (): void => this.#dialog?.close();
    return html`<dialog
      aria-labelledby="title"
      aria-describedby=${reveals(this.context) ? 'reveal' : nothing}
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      ${this.#renderForm(this.context, close)}
    </dialog>`;
  }

  #renderForm(context: MessageContext, close: () => void): TemplateResult {
    const { language, item } = context;
    const texts = moderationTexts(language.tag);
    return html`<form @submit=${this.#submit}>
      <h2 id="title">${texts.reportTitle}</h2>
      <blockquote dir="auto">${messagePreview(item, context)}</blockquote>
      <p>${filledWith(texts.reportText, { name: nameInText(item.author.name) })}</p>
      ${reveals(context) ? html`<p id="reveal">${revealTexts(language.tag).notice}</p>` : nothing}
      <fieldset>
        <legend class="visually-hidden">${texts.reportTitle}</legend>
        ${kinds.map(
          (kind, index) =>
            html`<label class="choice"
              ><input
                type="radio"
                name="kind"
                .value=${kind}
                ?checked=${index === 0}
              />${texts.reasons[kind]}</label
            >`,
        )}
      </fieldset>
      <textarea
        name="details"
        rows="2"
        dir="auto"
        maxlength=${longest}
        placeholder=${texts.details}
        aria-label=${texts.details}
      ></textarea>
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${close}>${language.text('cancel')}</button>
        <button type="submit" class="primary" ?disabled=${this.busy}>${texts.send}</button>
      </div>
    </form>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { context } = this;
    if (!context) return;
    const { room, item, language } = context;
    const answers = new FormData(event.target as HTMLFormElement);
    const kind = answers.get('kind') as (typeof kinds)[number];
    const details = answers.get('details');
    const reason = [
      moderationTexts(language.tag).reasons[kind],
      typeof details === 'string' ? details.trim() : '',
    ]
      .filter(Boolean)
      .join(': ');
    this.busy = true;
    this.problem = '';
    try {
      await room.reports.report(item.id, reason, { reveal: reveals(context) });
      emit(context.host, 'chat-note', { done: language.text('reported') });
      this.#dialog?.close();
    } catch (error) {
      this.problem = language.error(error instanceof ChatError ? error : { code: 'internal' });
    }
    this.busy = false;
  };
}

define('chat-report', ChatReport);
