import { css } from 'lit';
import { cardStyle } from '../../styles/card.ts';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { fieldStyle } from '../../styles/field.ts';

export const moderationStyle = [
  clippedNameStyle,
  fieldStyle,
  cardStyle,
  css`
    :host {
      --_ring: var(--_surface);
      display: flex;
      flex: 1;
      flex-direction: column;
      min-block-size: 0;
      background: var(--_surface);
    }
    .tabs {
      display: flex;
      flex: none;
      overflow-x: auto;
      padding-inline: 10px;
      border-block-end: 1px solid var(--_line);
      scrollbar-width: none;
    }
    .tabs button {
      flex: 1 0 auto;
      min-block-size: max(40px, var(--_target));
      padding-inline: 4px;
      border-block-end: 2px solid transparent;
      color: var(--_muted);
      font-size: 0.9em;
      font-weight: 600;
    }
    .tabs button[aria-selected='true'] {
      border-color: var(--_accent-fill);
      color: var(--_text);
    }
    .tabs button:focus-visible,
    .content:focus-visible {
      outline-offset: -2px;
    }
    .content {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 14px 16px 20px;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .complaints,
    .people,
    .history {
      display: grid;
      gap: 12px;
    }
    .people li {
      display: flex;
      align-items: center;
      gap: 10px;
      min-inline-size: 0;
    }
    .complaints {
      gap: 6px;
      font-size: 0.9em;
    }
    .complaints li {
      display: grid;
      overflow-wrap: anywhere;
    }
    small {
      color: var(--_muted);
      font-size: 0.84em;
    }
    .people .clipped {
      flex: 1;
    }
    .history {
      gap: 0;
    }
    .history li {
      display: grid;
      gap: 2px;
      padding-block: 9px;
      border-block-end: 1px solid var(--_line);
      overflow-wrap: anywhere;
    }
    form {
      display: grid;
      gap: 6px;
    }
    form > input,
    select {
      margin-block-end: 10px;
    }
    .switch {
      display: flex;
      gap: 12px;
      min-block-size: var(--_target);
      margin-block-end: 14px;
      cursor: pointer;
    }
    .switch input {
      inline-size: 20px;
      block-size: 20px;
      margin: 1px 0 0;
      accent-color: var(--_accent-fill);
    }
    .switch small {
      display: block;
      font-weight: 400;
    }
    .hint {
      margin-block: -4px 10px;
    }
    h3 {
      margin: 0 0 8px;
      font-size: 0.9em;
      font-weight: 600;
    }
    .end {
      margin-block-start: 22px;
      padding-block-start: 16px;
      border-block-start: 1px solid var(--_line);
    }
    @media (forced-colors: active) {
      .content button {
        border: 1px solid ButtonText;
      }
      .tabs button:not([aria-selected='true']) {
        border-color: Canvas;
      }
      .tabs button[aria-selected='true'] {
        border-color: Highlight;
      }
    }
  `,
];
