import { maxLobbyTextLength, type LobbyMessage } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { LobbyTexts } from './texts.ts';

/** The messages between a waiting user (id) and the hosts. The user is not named at each of theirs. */
export const lobbyMessages = (
  messages: readonly LobbyMessage[],
  waiting: string,
  isHost: boolean,
): TemplateResult | typeof nothing =>
  messages.length === 0
    ? nothing
    : html`<ul class="messages">
        ${messages.map(
          ({ from, text }) =>
            html`<li class=${(from.id === waiting) !== isHost ? 'own' : ''} dir="auto">
              <span class=${from.id === waiting ? 'visually-hidden' : 'from'} dir="auto">${from.name}</span
              >${text}
            </li>`,
        )}
      </ul>`;

/** The field for a message. It is emptied once the message is sent. */
export const messageForm = (
  label: string,
  { send }: LobbyTexts,
  onSend: (text: string) => Promise<unknown>,
): TemplateResult => {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = new FormData(form).get('text');
    if (typeof text === 'string' && text.trim() !== '') void onSend(text.trim()).then(() => form.reset());
  };
  return html`<form @submit=${submit}>
    <input
      name="text"
      maxlength=${maxLobbyTextLength}
      autocomplete="off"
      dir="auto"
      aria-label=${label}
      placeholder=${label}
    />
    <button type="submit" class="send">${send}</button>
  </form>`;
};
