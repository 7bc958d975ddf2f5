import type { ChatClient } from '@chat/client';
import { html } from 'lit';
import { define } from '../../core/define.ts';
import { signOut } from '../../core/guest-name.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import type { Language } from '../../i18n/language.ts';
import { ConfirmDialog, openConfirmation, type Confirmation } from '../../ui/confirm-dialog.ts';

/** Asks a guest before this device forgets them. */
export class ChatSignOut extends ConfirmDialog {
  protected override confirmation(_client: ChatClient, language: Language): Confirmation {
    const texts = dataRightsTexts(language.tag);
    return {
      title: texts.signOutTitle,
      what: html`<p>${texts.signOutGoes}</p>
        <p>${texts.signOutStays}</p>`,
      confirm: texts.signOutNow,
    };
  }

  protected override act(client: ChatClient): Promise<unknown> {
    return signOut(client);
  }
}

define('chat-sign-out', ChatSignOut);

/** Opens the dialog over the page. Removed when closed. */
export const openSignOut = (context: { client: ChatClient; language: Language; host: HTMLElement }): void =>
  openConfirmation(new ChatSignOut(), context);
