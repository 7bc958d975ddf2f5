import type { ChatClient } from '@chat/client';
import { css, html } from 'lit';
import { define } from '../core/define.ts';
import { dataRightsTexts } from '../i18n/data-rights-texts.ts';
import type { Language } from '../i18n/language.ts';
import { filledWith, nameInText } from './clipped-name.ts';
import { ConfirmDialog, openConfirmation, type Confirmation } from './confirm-dialog.ts';

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
export class ChatErase extends ConfirmDialog {
  static override styles = [...ConfirmDialog.styles, eraseStyle];
  static override properties = {
    ...ConfirmDialog.properties,
    sure: { state: true },
  };
  /** The user has confirmed that this cannot be undone. */
  declare sure: boolean;
  #person: Erased;

  constructor(person: Erased) {
    super();
    this.#person = person;
    this.sure = false;
  }

  protected override confirmation({ user }: ChatClient, language: Language): Confirmation {
    const texts = dataRightsTexts(language.tag);
    const { id, name } = this.#person;
    const mine = id === user?.id;
    return {
      title: mine ? texts.eraseMineTitle : filledWith(texts.erasePersonTitle, { name: nameInText(name) }),
      what: html`<ul>
        <li>${mine ? texts.eraseMineGoes : texts.erasePersonGoes}</li>
        <li>${mine ? texts.eraseMineBack : texts.erasePersonBack}</li>
        <li>${texts.eraseStays}</li>
      </ul>`,
      condition: html`<label class="choice"
        ><input type="checkbox" .checked=${this.sure} @change=${this.#onSure} />${texts.eraseSure}</label
      >`,
      isMet: this.sure,
      confirm: texts.eraseNow,
      isDangerous: true,
    };
  }

  protected override act(client: ChatClient): Promise<unknown> {
    return client.call('user:erase', { userId: this.#person.id });
  }

  #onSure = (event: Event): void => {
    this.sure = (event.target as HTMLInputElement).checked;
  };
}

define('chat-erase', ChatErase);

/** Opens the dialog over the page. Removed when closed; the focus returns. */
export const openErase = (
  context: { client: ChatClient; language: Language; host: HTMLElement },
  person: Erased,
  done?: () => void,
): void => {
  const dialog = new ChatErase(person);
  if (done) dialog.done = done;
  openConfirmation(dialog, context);
};
