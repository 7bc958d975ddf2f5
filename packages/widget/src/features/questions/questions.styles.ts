import { css } from 'lit';
import { cardStyle } from '../../styles/card.ts';
import { fieldStyle } from '../../styles/field.ts';
import { chipStyle, panelStyle } from '../../styles/panel.ts';

export const questionsStyle = [
  fieldStyle,
  panelStyle,
  chipStyle,
  cardStyle,
  css`
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      overflow: hidden;
    }
    .filters {
      display: flex;
      flex: none;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px;
      padding: 12px 16px;
      border-block-end: 1px solid var(--_line);
    }
    .filters select {
      inline-size: auto;
      max-inline-size: 100%;
      min-block-size: max(34px, var(--_target));
      font-size: 0.87em;
    }
    .scroll {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .cards {
      margin: 0;
      padding: 14px 16px 20px;
      list-style: none;
    }
    .empty {
      padding-inline: 24px;
    }
    .card.highlighted {
      --_muted: var(--_text);
      border-color: transparent;
      background: var(--_bubble-own);
    }
    .badges {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 14px;
    }
    .badge {
      display: flex;
      align-items: center;
      gap: 6px;
      font-size: 0.84em;
      font-weight: 700;
    }
    .badge .icon {
      inline-size: 16px;
      block-size: 16px;
    }
    .asked {
      display: flex;
      align-items: flex-start;
      gap: 12px;
    }
    .words {
      flex: 1;
      min-inline-size: 0;
    }
    .text {
      margin: 0;
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    .vote {
      display: grid;
      flex: none;
      justify-items: center;
      min-inline-size: 48px;
      min-block-size: 52px;
      padding: 4px 6px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round);
      font-variant-numeric: tabular-nums;
      font-weight: 600;
      line-height: 1.2;
    }
    .vote:hover:not(:disabled) {
      background: var(--_hover);
    }
    .vote[aria-pressed='true'] {
      border-color: transparent;
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .vote .icon {
      inline-size: 18px;
      block-size: 18px;
    }
    .answer {
      display: grid;
      gap: 4px;
      padding-inline-start: 12px;
      border-inline-start: 3px solid var(--_line-strong);
    }
    textarea {
      box-sizing: border-box;
      inline-size: 100%;
      padding: 10px 12px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round);
      background: var(--_surface);
      color: var(--_text);
      font: inherit;
      font-size: max(16px, 1em);
      resize: vertical;
    }
    .answering,
    .asking {
      display: grid;
      gap: 8px;
    }
    .answering {
      justify-items: end;
    }
    .asking {
      flex: none;
      padding: 12px 16px 16px;
      border-block-start: 1px solid var(--_line);
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 8px 14px;
    }
    .anonymous {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 8px;
      min-block-size: 32px;
      font-weight: 400;
    }
    .load {
      margin-block-start: 0;
    }
    @media (forced-colors: active) {
      .card.highlighted {
        border: 2px solid Highlight;
      }
      .vote[aria-pressed='true'] {
        border: 2px solid Highlight;
      }
      .primary,
      .card .buttons button {
        border: 1px solid ButtonText;
      }
    }
  `,
];
