import { css } from 'lit';

/** The line above the field, and the button, which comes with the first letter and moves no other one. */
export const scheduledStyle = css`
  .schedule {
    order: -2;
  }
  .scheduled-line {
    display: flex;
    align-items: center;
    gap: 6px;
    max-inline-size: 100%;
    min-block-size: max(28px, var(--_target));
    margin-block-end: 4px;
    padding-inline: 6px;
    border-radius: var(--_round-small);
    color: var(--_muted);
    font-size: 0.84em;
    text-align: start;
  }
  .scheduled-line:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .scheduled-line .icon {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
  }
  .scheduled-line b {
    color: var(--_danger);
    font-weight: 600;
  }
`;

/** The list of scheduled messages. */
export const scheduledListStyle = css`
  ul {
    display: grid;
    gap: 4px;
    padding: 0;
    margin: 0 -10px;
    list-style: none;
  }
  dialog {
    display: grid;
    gap: 14px;
    inline-size: min(30rem, calc(100vw - 24px));
  }
  dialog:not([open]) {
    display: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px 8px;
    padding: 8px 10px;
    border-radius: var(--_round);
  }
  li:hover,
  li:focus-within {
    background: var(--_hover);
  }
  li form {
    grid-column: 1 / -1;
  }
  .time {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    color: var(--_text);
    font-size: 1em;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .why {
    color: var(--_danger);
  }
  .tools {
    display: flex;
  }
  @media (max-width: 420px) {
    li {
      grid-template-columns: minmax(0, 1fr);
    }
    .tools {
      margin-inline-start: -8px;
    }
  }
`;
