import type { ChatError } from '@chat/protocol';
import { html, nothing } from 'lit';
import type { Language } from '../i18n/language.ts';
import type { Piece } from '../core/feature.ts';

/** As much of it is shown as tells one refusal from the next; all of it is copied. */
const shown = 8;

const texts: Record<string, string> = {
  en: 'Copy the number of this problem, to report it: {id}',
  es: 'Copiar el número de este problema, para comunicarlo: {id}',
  fr: 'Copier le numéro de ce problème, pour le signaler : {id}',
  pt: 'Copiar o número deste problema, para o comunicar: {id}',
  de: 'Die Nummer dieses Problems kopieren, um es zu melden: {id}',
  ar: 'نسخ رقم هذه المشكلة للإبلاغ عنها: {id}',
};

/** What a refusal is called in the server's log, to be copied by who wants to report it. What the page refuses by itself has none. */
export const reference = (
  { requestId }: Pick<ChatError, 'requestId'>,
  { tag }: Pick<Language, 'tag'>,
): Piece => {
  if (requestId === undefined) return nothing;
  const id = requestId.slice(0, shown);
  const label = (texts[tag.toLowerCase().split('-')[0] ?? ''] ?? texts['en'] ?? '').replace('{id}', id);
  const copy = async ({ currentTarget }: Event): Promise<void> => {
    const button = currentTarget as HTMLElement;
    // It stands with the menu of messages, which the first view does without.
    const { copyText } = await import('../dom/clipboard.ts');
    await copyText(requestId, button.ownerDocument);
    button.classList.add('copied');
  };
  return html`<button
    type="button"
    class="reference"
    dir="ltr"
    aria-label=${label}
    title=${label}
    @click=${copy}
  >
    #${id}
  </button>`;
};
