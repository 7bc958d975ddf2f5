import { ChatError, type ChatClient } from '@chat/client';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { dataRightsTexts } from '../i18n/data-rights-texts.ts';
import type { Language } from '../i18n/language.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { tokens } from '../styles/tokens.ts';
import { filledWith, nameInText } from './clipped-name.ts';

const eraseStyle = css`
  ul {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    padding-inline-start: 1.2em;
    list-style: disc;
    font-size: 0.94em;
    line-height: 1.4;
  }
  .choice {
    align-items: start;
    padding-block: 8px;
  }
  .choice input {
    margin-block-start: 1px;
    accent-color: var(--_danger);
  }
  .danger {
    background: var(--_danger);
    color: light-dark(#fff, #1a0f0f);
  }
  @media (max-width: 400px) {
    .buttons {
      flex-direction: column-reverse;
    }
  }
`;

/** The user to erase: another user, or the own account. */
interface Erased {
  id: string;
  name: string;
}

/** Explains what is erased, and erases it once the user has confirmed. */
export class ChatErase extends LitElement {
  static override styles = [tokens, base, dialogStyle, eraseStyle];
  static override properties = {
    client: { attribute: false },
    language: { attribute: false },
    person: { attribute: false },
    sure: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare client: ChatClient | null;
  declare language: Language | null;
  declare person: Erased | null;
  /** The user has confirmed that this cannot be undone. */
  declare sure: boolean;
  declare busy: boolean;
  declare problem: string;
  /** The request is running. */
  done: () => void = () => {};

  constructor() {
    super();
    this.client = null;
    this.language = null;
    this.person = null;
    this.sure = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { client, language, person } = this;
    if (!client || !language || !person) return nothing;
    const texts = dataRightsTexts(language.tag);
    const mine = person.id === client.user?.id;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="what"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title" dir="auto">
          ${mine ? texts.eraseMineTitle : filledWith(texts.erasePersonTitle, { name: nameInText(person.name) })}
        </h2>
        <div id="what">
          <ul>
            <li>${mine ? texts.eraseMineGoes : texts.erasePersonGoes}</li>
            <li>${mine ? texts.eraseMineBack : texts.erasePersonBack}</li>
            <li>${texts.eraseStays}</li>
          </ul>
        </div>
        <label class="choice"
          ><input type="checkbox" .checked=${this.sure} @change=${this.#onSure} />${texts.eraseSure}</label
        >
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button type="submit" class="primary danger" ?disabled=${!this.sure || this.busy}>
            ${texts.eraseNow}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #onSure = (event: Event): void => {
    this.sure = (event.target as HTMLInputElement).checked;
  };

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, language, person } = this;
    if (!client || !language || !person || !this.sure) return;
    this.busy = true;
    this.problem = '';
    try {
      await client.call('user:erase', { userId: person.id });
      this.#dialog?.close();
      this.done();
    } catch (error) {
      this.problem = language.error(error instanceof ChatError ? error : { code: 'internal' });
    }
    this.busy = false;
  };
}

define('chat-erase', ChatErase);

/** Opens the dialog over the page. Removed when closed; the focus returns. */
export const openErase = (
  context: { client: ChatClient; language: Language; host: HTMLElement },
  person: Erased,
  done?: () => void,
): void => {
  const dialog = new ChatErase();
  dialog.client = context.client;
  dialog.language = context.language;
  dialog.person = person;
  dialog.lang = context.language.tag;
  if (done) dialog.done = done;
  context.host.shadowRoot?.append(dialog);
};
