import { LitElement, html, type TemplateResult, css } from 'lit';
import { define } from '../core/define.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { icons } from '../ui/all-icons.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { roomsTexts } from './texts.ts';

/** Of the way back, in the header of a room. */
export const backStyle = css`
  :host {
    flex: none;
    margin-inline: -6px -6px;
  }
  .icon:dir(rtl) {
    scale: -1 1;
  }
`;

/** The way back from a room to where one was, in the room's header. */
export class ChatBack extends LitElement {
  static override styles = [tokens, base, backStyle];
  static override properties = { label: {} };
  /** What it is called. Empty: the way to the list. */
  declare label: string;
  #language = new LanguageController(this);

  constructor() {
    super();
    this.label = '';
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override render(): TemplateResult {
    const { back } = roomsTexts(this.#language.current.tag);
    return html`<button type="button" class="icon-button" aria-label=${this.label || back}>
      ${icons.back}
    </button>`;
  }
}

define('chat-back', ChatBack);

/** The way back in the header of a room, put there once. */
export const backIn = (room: Element): ChatBack => {
  const known = room.querySelector<ChatBack>(':scope > chat-back');
  const back = known ?? Object.assign(new ChatBack(), { slot: 'back' });
  if (!known) room.append(back);
  return back;
};
