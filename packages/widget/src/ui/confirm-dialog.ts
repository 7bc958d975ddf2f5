import { ChatError, type ChatClient } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { tokens } from '../styles/tokens.ts';

/** The text of a question, and the button that confirms it. */
export interface Confirmation {
  title: unknown;
  what: TemplateResult;
  /** The condition under which the button works. */
  condition?: TemplateResult;
  isMet?: boolean;
  confirm: string;
  isDangerous?: boolean;
}

/** A dialog that explains a step, and takes it once the user confirms. A rejection is shown in it. */
export abstract class ConfirmDialog extends LitElement {
  static override styles = [tokens, base, dialogStyle];
  static override properties = {
    client: { attribute: false },
    language: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };
  declare client: ChatClient | null;
  declare language: Language | null;
  declare busy: boolean;
  declare problem: string;
  /** Called after the step. */
  done: () => void = () => {};

  constructor() {
    super();
    this.client = null;
    this.language = null;
    this.busy = false;
    this.problem = '';
  }

  /** Returns what the dialog says. */
  protected abstract confirmation(client: ChatClient, language: Language): Confirmation;

  /** Takes the step. */
  protected abstract act(client: ChatClient): Promise<unknown>;

  /** Returns the text for a rejection. */
  protected explain(error: ChatError, language: Language): string {
    return language.error(error);
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { client, language, busy, problem } = this;
    if (!client || !language) return nothing;
    const {
      title,
      what,
      condition,
      isMet = true,
      confirm,
      isDangerous,
    } = this.confirmation(client, language);
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="what"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title" dir="auto">${title}</h2>
        <div id="what">${what}</div>
        ${condition}
        <p class="problem" role="alert">${problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button
            type="submit"
            class=${isDangerous ? 'primary danger' : 'primary'}
            ?disabled=${!isMet || busy}
          >
            ${confirm}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, language } = this;
    if (!client || !language || this.confirmation(client, language).isMet === false) return;
    this.busy = true;
    this.problem = '';
    try {
      await this.act(client);
      this.#dialog?.close();
      this.done();
    } catch (error) {
      this.problem =
        error instanceof ChatError ? this.explain(error, language) : language.error({ code: 'internal' });
    }
    this.busy = false;
  };
}

/** Opens a dialog over the page. Removed when closed; the focus returns. */
export const openConfirmation = (
  dialog: ConfirmDialog,
  { client, language, host }: { client: ChatClient; language: Language; host: HTMLElement },
): void => {
  dialog.client = client;
  dialog.language = language;
  dialog.lang = language.tag;
  host.shadowRoot?.append(dialog);
};
