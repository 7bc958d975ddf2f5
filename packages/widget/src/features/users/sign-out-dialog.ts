import { ChatError, type ChatClient } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { signOut } from '../../core/guest-name.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';

/** Asks a guest before this device forgets them. */
export class ChatSignOut extends LitElement {
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

  constructor() {
    super();
    this.client = null;
    this.language = null;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { language } = this;
    if (!language) return nothing;
    const texts = dataRightsTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="what"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title">${texts.signOutTitle}</h2>
        <div id="what">
          <p>${texts.signOutGoes}</p>
          <p>${texts.signOutStays}</p>
        </div>
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${texts.signOutNow}</button>
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
    if (!client || !language) return;
    this.busy = true;
    this.problem = '';
    try {
      await signOut(client);
      this.#dialog?.close();
    } catch (error) {
      this.problem = language.error(error instanceof ChatError ? error : { code: 'internal' });
    }
    this.busy = false;
  };
}

define('chat-sign-out', ChatSignOut);

/** Opens the dialog over the page. Removed when closed. */
export const openSignOut = (context: { client: ChatClient; language: Language; host: HTMLElement }): void => {
  const dialog = new ChatSignOut();
  dialog.client = context.client;
  dialog.language = context.language;
  dialog.lang = context.language.tag;
  context.host.shadowRoot?.append(dialog);
};
