import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import type { Language } from '../../i18n/language.ts';
import { settingsOf } from './pop-out-theme.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';

/** Tells the user that the chat is open in its own window, and has a button that brings it back. */
export class ChatPoppedOut extends LitElement {
  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: block;
        inline-size: 100%;
      }
      :host([theme='light']) {
        color-scheme: light;
      }
      :host([theme='dark']) {
        color-scheme: dark;
      }
      div {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: 14px;
        block-size: 100%;
        padding: 24px;
        border: var(--chat-border, 1px solid var(--_line));
        border-radius: var(--_radius);
        background: var(--_surface);
        text-align: center;
        text-wrap: balance;
      }
      p {
        color: var(--_muted);
      }
    `,
  ];
  static override properties = { language: { state: true } };
  declare language: Language | null;
  #onBack = (): void => {};

  constructor() {
    super();
    this.language = null;
  }

  /** Takes the space of the chat; a floating chat leaves none. */
  stand(chat: HTMLElement & { layout: string }, language: Language, onBack: () => void): void {
    this.language = language;
    this.#onBack = onBack;
    this.hidden = chat.layout !== 'inline';
    this.lang = language.tag;
    this.setAttribute('theme', chat.getAttribute('theme') ?? 'auto');
    for (const [name, value] of settingsOf(chat)) this.style.setProperty(name, value);
    this.style.blockSize = `${chat.offsetHeight}px`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { language } = this;
    if (!language) return nothing;
    return html`<div dir=${language.dir}>
      <p>${language.text('poppedOut')}</p>
      <button type="button" class="primary" @click=${() => this.#onBack()}>${language.text('popIn')}</button>
    </div>`;
  }
}

define('chat-popped-out', ChatPoppedOut);
