import type { ChatClient } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import { blockedTexts } from '../../i18n/blocked-texts.ts';
import { isNamedByForm } from '../../core/guest-name.ts';
import type { Language } from '../../i18n/language.ts';
import { shows } from '../../core/feature-filter.ts';

/** The part of the profile card that is used here. */
interface OwnDataContext {
  client: ChatClient;
  language: Language;
  features: string | null;
  /** Of the card. */
  host: HTMLElement;
  act: (work: () => Promise<string | void>) => Promise<void>;
  /** The own account is erased: the card has nothing to show. */
  gone: () => void;
}

const save = async (client: ChatClient): Promise<void> => {
  const link = document.createElement('a');
  link.href = await client.data.export();
  link.download = '';
  link.click();
};

/** Blocked users, and data rights: export or erase the own data. */
export const ownData = (context: OwnDataContext): TemplateResult | typeof nothing => {
  const { client, language, features, host, act, gone } = context;
  const texts = dataRightsTexts(language.tag);
  const erase = (): void => {
    const { id = '', name = '' } = client.user ?? {};
    import('../../ui/erase-dialog.ts').then(
      ({ openErase }) => openErase({ client, language, host }, { id, name }, gone),
      (error: unknown) => act(() => Promise.reject(error)),
    );
  };
  const leave = (): void => {
    import('./sign-out-dialog.ts').then(
      ({ openSignOut }) => openSignOut({ client, language, host }),
      (error: unknown) => act(() => Promise.reject(error)),
    );
  };
  const openBlocked = async (): Promise<void> => {
    await import('../../ui/chat-blocked.ts');
    const list = Object.assign(document.createElement('chat-blocked'), { context: { client, language } });
    list.lang = language.tag;
    host.shadowRoot?.append(list);
  };
  const offered = [
    shows(features, 'block') &&
      html`<button type="button" class="link quiet" aria-haspopup="dialog" @click=${() => act(openBlocked)}>
        ${blockedTexts(language.tag).list}
      </button>`,
    isNamedByForm(client) &&
      html`<button type="button" class="link quiet" aria-haspopup="dialog" @click=${leave}>
        ${texts.signOut}
      </button>`,
    shows(features, 'export') &&
      html`<button type="button" class="link quiet" @click=${() => act(() => save(client))}>
        ${texts.takeMine}
      </button>`,
    shows(features, 'erase') &&
      html`<button type="button" class="link danger" aria-haspopup="dialog" @click=${erase}>
        ${texts.eraseMine}
      </button>`,
  ].filter((each) => each !== false);
  return offered.length > 0 ? html`<div class="own-data">${offered}</div>` : nothing;
};
