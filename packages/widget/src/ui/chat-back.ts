import { LitElement, html, type TemplateResult, css } from 'lit';
import { define } from '../core/define.ts';
import { icons } from './all-icons.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';

export const backStyle = css`
  :host {
    flex: none;
    margin-inline: -6px -6px;
  }
  .icon:dir(rtl) {
    scale: -1 1;
  }
`;

/** The back button in the header of a room. */
export class ChatBack extends LitElement {
  static override styles = [tokens, base, backStyle];
  static override properties = { label: {} };
  /** The label of the button. */
  declare label: string;

  constructor() {
    super();
    this.label = '';
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`<button type="button" class="icon-button" aria-label=${this.label}>${icons.back}</button>`;
  }
}

define('chat-back', ChatBack);

/** Returns the back button of a room; adds it the first time. */
export const backButtonIn = (room: Element): ChatBack => {
  const known = room.querySelector<ChatBack>(':scope > chat-back');
  const back = known ?? Object.assign(new ChatBack(), { slot: 'back' });
  if (!known) room.append(back);
  return back;
};
