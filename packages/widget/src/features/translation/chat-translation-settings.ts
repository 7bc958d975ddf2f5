import type { ChatClient, ChatRoom } from '@chat/client';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { define } from '../../core/define.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { languageEntry } from '../../i18n/language-name.ts';
import { base } from '../../styles/base.ts';
import { panelStyle } from '../../styles/panel.ts';
import { tokens } from '../../styles/tokens.ts';
import { chosenLanguage, hasBrowserTranslator } from './index.ts';
import { translationTexts } from './texts.ts';
import { chooseLanguage } from './translation-state.ts';

/** Offered if the translator does not list its languages. */
const usual = ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'tr', 'uk', 'zh'];

const settingsStyle = css`
  :host {
    padding: 12px 16px 24px;
  }
  fieldset {
    display: grid;
    gap: 2px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  p {
    margin: 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0.87em;
  }
  legend {
    margin-block-end: 4px;
    font-weight: 600;
  }
  p {
    margin-block-start: 14px;
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: max(36px, var(--_target));
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent-fill);
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
`;

/** The language that the reader sees the messages of a room in, on this device. */
export class ChatTranslationSettings extends LitElement {
  static override styles = [tokens, base, panelStyle, settingsStyle];
  static override properties = {
    client: { attribute: false },
    room: { attribute: false },
    features: {},
    languages: { state: true },
  };
  declare client: ChatClient | null;
  declare room: ChatRoom | null;
  declare features: string | null;
  declare languages: readonly string[];

  #language = new LanguageController(this);

  constructor() {
    super();
    this.client = null;
    this.room = null;
    this.features = null;
    this.languages = usual;
  }

  protected override firstUpdated(): void {
    if (this.client?.limits?.maxTranslationLength)
      this.room?.translation.languages().then(
        (languages) => (this.languages = languages ?? usual),
        () => {}, // the usual ones stay
      );
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this;
    if (!room) return nothing;
    const { tag } = this.#language.current;
    const texts = translationTexts(tag);
    const chosen = chosenLanguage(room.id);
    const own = tag.split('-')[0] ?? '';
    const others = [...new Set([...this.languages, ...(chosen ? [chosen] : [])])]
      .map((code) => ({ code, name: languageEntry(code, tag) }))
      .toSorted(
        (a, b) => Number(b.code === own) - Number(a.code === own) || a.name.localeCompare(b.name, tag),
      );
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <fieldset>
        <legend>${texts.into}</legend>
        ${this.#choice('', texts.off, chosen)}
        ${others.map(({ code, name }) => this.#choice(code, name, chosen))}
      </fieldset>
      <p>${hasBrowserTranslator(this) ? texts.byBrowser : texts.byServer}</p>
    </form>`;
  }

  #choice(code: string, name: string, chosen: string): TemplateResult {
    return html`<label>
      <input
        type="radio"
        name="language"
        .checked=${live(code === chosen)}
        @change=${() => {
          if (this.room) chooseLanguage(this.room, code);
          this.requestUpdate();
        }}
      />
      ${name}
    </label>`;
  }
}

define('chat-translation-settings', ChatTranslationSettings);
