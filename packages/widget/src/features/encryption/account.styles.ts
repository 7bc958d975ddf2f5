import { css } from 'lit';
import { cardStyle } from '../../styles/card.ts';
import { fieldStyle } from '../../styles/field.ts';

/** The user's own part of the panel. */
export const accountStyle = [
  cardStyle,
  fieldStyle,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
      margin-block: 8px 20px;
    }
    h3 {
      margin: 0;
      font: inherit;
      font-weight: 650;
    }
    .card {
      grid-template-columns: minmax(0, 1fr);
      background: var(--_raised);
    }
    .card.calm {
      border-color: transparent;
      background: var(--_sunken);
    }
    form {
      display: grid;
      gap: 10px;
    }
    .primary {
      justify-self: start;
      padding-block: 9px;
    }
    .card.calm .buttons button {
      background: var(--_hover);
    }
    .card.calm .buttons button:hover {
      background: color-mix(in oklab, var(--_text) 14%, transparent);
    }
    .card .buttons .primary,
    .card .buttons .primary:hover {
      min-block-size: max(36px, var(--_target));
      padding-inline: 16px;
      padding-block: 6px;
      background: var(--_accent-fill);
    }
    .card .buttons button {
      padding-block: 6px;
    }
    .secret {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(4.2ch, 1fr));
      gap: 6px 1.4ch;
      padding: 14px;
      border-radius: var(--_round);
      background: var(--_sunken);
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
      font-size: 1.02em;
      letter-spacing: 0.04em;
      user-select: all;
    }
    .secret.code {
      display: block;
      font-size: 1.35em;
      text-align: center;
    }
    input.key {
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    }
    .problem {
      color: var(--_danger);
      font-size: 0.9em;
    }
    .problem:empty {
      display: none;
    }
    .warning {
      display: flex;
      gap: 8px;
      color: var(--_danger);
    }
    .devices li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 2px 10px;
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    .devices .confirm {
      display: grid;
      grid-column: 1 / -1;
      gap: 8px;
      padding-block: 12px;
    }
    .device {
      display: grid;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    @media (forced-colors: active) {
      .card.calm,
      .small,
      .card .buttons button {
        border: 1px solid ButtonText;
      }
    }
  `,
];

/** The number that two users compare. */
export const safetyStyle = css`
  :host {
    gap: 8px;
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .verified {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    font-size: 0.9em;
    font-weight: 600;
  }
  .verified .icon {
    inline-size: 17px;
    block-size: 17px;
    color: var(--_positive);
  }
  .number {
    display: grid;
    grid-template-columns: repeat(3, max-content);
    justify-content: center;
    gap: 4px 1.6ch;
    padding-block: 4px;
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 1.2em;
    letter-spacing: 0.04em;
  }
`;
