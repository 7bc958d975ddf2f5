import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { keyText, shortcutText, shortcutsText } from '../../dom/shortcut-keys.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { shortcutTexts, type ShortcutTexts } from './texts.ts';

type Row = readonly [keys: readonly string[], text: keyof ShortcutTexts];

const anywhere: readonly Row[] = [
  [['S'], 'search'],
  [['L'], 'members'],
  [['H'], 'moderation'],
  [['C'], 'call'],
  [['A'], 'attach'],
  [['U'], 'undo'],
];
/** With the modifiers for the newest message, without them for the focused one. */
const onMessage: readonly Row[] = [
  [['R'], 'reply'],
  [['T'], 'thread'],
  [['1', '2', '3'], 'react'],
  [['E'], 'edit'],
  [['P'], 'pin'],
  [['F'], 'forward'],
  [['M'], 'moderate'],
];
const onFocused: readonly Row[] = [
  [['+'], 'anyEmoji'],
  [['C'], 'copy'],
  [['Delete'], 'delete'],
  [['Enter', 'Shift+F10'], 'menu'],
];
const onReport: readonly Row[] = [
  [['D'], 'dismiss'],
  [['M'], 'mute'],
  [['Delete'], 'delete'],
];
const inComposer: readonly Row[] = [[['↑'], 'editLast']];

/** The list of keyboard shortcuts. */
export class ChatShortcuts extends LitElement {
  static override styles = [
    tokens,
    base,
    dialogStyle,
    css`
      h2 {
        margin-block-end: 4px;
      }
      h3 {
        margin-block: 16px 4px;
        color: var(--_muted);
        font-size: 0.87em;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 6px 16px;
        margin: 0;
      }
      dd {
        margin: 0;
        text-align: end;
      }
      kbd {
        padding: 1px 6px;
        border: 1px solid var(--_line-strong);
        border-radius: var(--_round-small);
        background: var(--_sunken);
        font: inherit;
        font-size: 0.87em;
        white-space: nowrap;
      }
      .buttons {
        margin-block-start: 18px;
      }
    `,
  ];
  static override properties = { language: { attribute: false }, moderates: { attribute: false } };
  declare language: Language | null;
  /** Lists the shortcuts of moderators, too. */
  declare moderates: boolean;

  constructor() {
    super();
    this.language = null;
    this.moderates = false;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  protected override render(): TemplateResult | typeof nothing {
    const { language } = this;
    if (!language) return nothing;
    const texts = shortcutTexts(language.tag);
    const shown = ([, text]: Row): boolean =>
      this.moderates || (text !== 'moderation' && text !== 'moderate');
    const group = (title: string, rows: readonly Row[], write = keyText): TemplateResult =>
      html`<h3>${title}</h3>
        <dl>
          ${rows.filter(shown).map(
            ([keys, text]) =>
              html`<dt>${texts[text]}</dt>
                <dd dir="ltr">${keys.map((key) => html`<kbd>${write(key)}</kbd> `)}</dd>`,
          )}
        </dl>`;
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
      @click=${(event: Event) => event.target === this.#dialog && this.#dialog?.close()}
    >
      <h2 id="title">${texts.title} <kbd>${shortcutsText()}</kbd></h2>
      ${group(texts.anywhere, anywhere, shortcutText)} ${group(texts.newest, onMessage, shortcutText)}
      ${group(texts.focused, [...onMessage, ...onFocused])} ${group(texts.composer, inComposer)}
      ${this.moderates ? group(texts.report, onReport) : nothing}
      <div class="buttons">
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }
}

define('chat-shortcuts', ChatShortcuts);
