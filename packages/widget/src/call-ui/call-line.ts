import type { CallKind } from '@chat/protocol';
import { css, html, type TemplateResult } from 'lit';
import { icons } from '../ui/all-icons.ts';

/** Renders the call of a message. */
export const callLine = (kind: CallKind, text: string): TemplateResult =>
  html`<span class="call-line">${kind === 'audio' ? icons.phone : icons.camera}<span>${text}</span></span>`;

export const callLineStyle = css`
  .call-line {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 550;
  }
  .call-line svg {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    color: var(--_accent-text);
  }
`;
