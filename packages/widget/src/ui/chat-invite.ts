import { ChatError, type ChatClient } from '@chat/client';
import { html } from 'lit';
import { define } from '../core/define.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import type { Language } from '../i18n/language.ts';
import { ConfirmDialog, type Confirmation } from './confirm-dialog.ts';
import { inviteTexts } from './invite-texts.ts';

/** Asks whether to enter a room by an invite link: anyone can write an address that has one. */
export class ChatInvite extends ConfirmDialog {
  room = '';
  code = '';
  #language = new LanguageController(this);

  /** The address may be followed before the page's language has loaded. */
  protected override willUpdate(): void {
    this.language = this.#language.current;
  }

  protected override confirmation(_client: ChatClient, language: Language): Confirmation {
    const { title, text, join } = inviteTexts(language.tag);
    return { title, what: html`<p>${text}</p>`, confirm: join };
  }

  protected override act(client: ChatClient): Promise<unknown> {
    const { room, code } = this;
    return client.rooms.acceptInviteLink(room, code).catch((error: unknown) => {
      if (!(error instanceof ChatError && error.reason === 'lobby')) throw error;
      return client.room(room).lobby.knock(code);
    });
  }

  protected override explain(error: ChatError, language: Language): string {
    return error.reason === 'invite_invalid'
      ? inviteTexts(language.tag).invalid
      : super.explain(error, language);
  }
}

define('chat-invite', ChatInvite);

/** Asks the user over the page; calls `entered` once they are a member. */
export const askToEnter = (
  { client, host }: { client: ChatClient; host: HTMLElement },
  { room, code, entered }: { room: string; code: string; entered: () => void },
): void => host.shadowRoot?.append(Object.assign(new ChatInvite(), { client, room, code, done: entered }));
