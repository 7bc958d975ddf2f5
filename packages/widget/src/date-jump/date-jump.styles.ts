import { css } from 'lit';

export const dateJumpStyle = css`
  .menu {
    min-inline-size: 220px;
  }
  label {
    display: grid;
    gap: 4px;
    margin-block-start: 5px;
    padding: 9px 10px 0;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: 0.86em;
  }
  .row {
    display: flex;
    gap: 8px;
    padding: 4px 10px 8px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(36px, var(--_target));
    padding-inline: 10px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_round-small);
    background: var(--_surface);
    font-size: max(16px, 1em);
  }
  button.primary {
    inline-size: auto;
    min-block-size: max(36px, var(--_target));
    padding-inline: 14px;
  }
  button.primary:hover,
  button.primary:focus-visible {
    background: var(--_accent-fill);
  }
`;
