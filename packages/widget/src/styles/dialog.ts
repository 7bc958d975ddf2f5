import { css } from 'lit';
import { clippedNameStyle } from './clipped-name.ts';

export const dialogStyle = [
  clippedNameStyle,
  css`
    dialog {
      box-sizing: border-box;
      inline-size: min(26rem, calc(100vw - 24px));
      max-block-size: calc(100dvb - 24px);
      padding: 20px;
      border: 0;
      border-radius: var(--_round-large);
      background: var(--_raised);
      color: var(--_text);
      font: inherit;
      box-shadow: var(--_shadow);
    }
    dialog::backdrop {
      background: rgb(8 10 20 / 0.45);
    }
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
    }
    h2 {
      font-size: 1.12em;
      font-weight: 650;
      line-height: 1.3;
    }
    p {
      color: var(--_muted);
      font-size: 0.9em;
      line-height: 1.45;
    }
    blockquote {
      overflow: hidden;
      margin: 0;
      padding: 8px 12px;
      border-inline-start: 3px solid var(--_line-strong);
      border-radius: var(--_round-small);
      border-start-start-radius: 4px;
      border-end-start-radius: 4px;
      background: var(--_sunken);
      max-block-size: 5.6em;
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    fieldset {
      display: grid;
      padding: 0;
      border: 0;
      margin: 0;
    }
    .choice {
      display: flex;
      align-items: center;
      gap: 10px;
      min-block-size: max(36px, var(--_target));
      cursor: pointer;
    }
    .choice input {
      flex: none;
      inline-size: 18px;
      block-size: 18px;
      margin: 0;
      accent-color: var(--_accent-fill);
    }
    textarea {
      box-sizing: border-box;
      inline-size: 100%;
      padding: 10px 12px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round);
      background: var(--_surface);
      color: inherit;
      font: inherit;
      font-size: max(16px, 1em);
      resize: vertical;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 8px;
    }
    .buttons button {
      min-block-size: max(40px, var(--_target));
      padding-inline: 16px;
      border-radius: var(--_round);
      font-weight: 600;
      white-space: nowrap;
    }
    .quiet:hover {
      background: var(--_hover);
    }
    .primary {
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .problem {
      color: var(--_danger);
    }
    .problem:empty {
      display: none;
    }
    .primary:disabled {
      opacity: 0.6;
    }
    @media (forced-colors: active) {
      dialog,
      .buttons button {
        border: 1px solid ButtonText;
      }
    }
  `,
];
