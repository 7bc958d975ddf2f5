import type { ChatClient } from '@chat/client';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import '../features/notifications/chat-notification-settings.ts';
import { define } from '../core/define.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { tokens } from '../styles/tokens.ts';
import { roomsTexts } from '../room-list/texts.ts';

/** Notification settings of all rooms that have none of their own. */
export class ChatNotificationsDialog extends LitElement {
  static override styles = [
    tokens,
    base,
    dialogStyle,
    css`
      dialog {
        padding: 0;
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding-block: 12px 0;
        padding-inline: 16px 10px;
      }
      /* One ground for all of it. */
      chat-notification-settings {
        background: none;
      }
    `,
  ];
  static override properties = { client: { attribute: false }, language: { attribute: false } };
  declare client: ChatClient | null;
  declare language: Language | null;

  constructor() {
    super();
    this.client = null;
    this.language = null;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  protected override render(): TemplateResult | typeof nothing {
    const { client, language } = this;
    if (!client || !language) return nothing;
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @click=${(event: Event) => event.target === this.#dialog && this.#dialog?.close()}
    >
      <div class="top">
        <h2 id="title">${language.text('notifications')}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label=${language.text('close')}
          @click=${() => this.#dialog?.close()}
        >
          ${icons.close}
        </button>
      </div>
      <chat-notification-settings
        lang=${language.tag}
        .client=${client}
        .legend=${roomsTexts(language.tag).everywhere}
      ></chat-notification-settings>
    </dialog>`;
  }
}

define('chat-notifications-dialog', ChatNotificationsDialog);

/** Opens the dialog once, even on a double click. */
export const openNotifications = (host: HTMLElement, client: ChatClient, language: Language): void => {
  if (host.shadowRoot?.querySelector('chat-notifications-dialog')) return;
  const dialog = new ChatNotificationsDialog();
  dialog.client = client;
  dialog.language = language;
  host.shadowRoot?.append(dialog);
};
