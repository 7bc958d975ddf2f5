import { css } from 'lit';
import { cardStyle } from '../../styles/card.ts';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { fieldStyle } from '../../styles/field.ts';

/** Below a message that waits, in the list of messages. */
export const pendingNoteStyle = css`
  .approval-note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 2px 8px;
    padding-block-start: 2px;
    color: var(--_muted);
    font-size: 0.84em;
    overflow-wrap: anywhere;
  }
  .approval-note q {
    color: var(--_text);
  }
  .approval-note .link {
    min-block-size: 24px;
  }
`;

export const approvalStyle = [
  clippedNameStyle,
  fieldStyle,
  cardStyle,
  css`
    :host {
      --_ring: var(--_surface);
      display: block;
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 14px 16px 20px;
      background: var(--_surface);
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    form {
      display: grid;
      gap: 8px;
    }
    .trusted {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      margin-block-end: 12px;
      color: var(--_muted);
      font-size: 0.9em;
      overflow-wrap: anywhere;
    }
    .trusted .small {
      flex: none;
    }
    @media (forced-colors: active) {
      button {
        border: 1px solid ButtonText;
      }
    }
  `,
];
