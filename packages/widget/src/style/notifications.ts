import { css } from 'lit';

export const notificationsStyle = css`
  :host {
    display: block;
    overflow-y: auto;
    padding: 4px 16px 24px;
  }
  form {
    display: grid;
    gap: 20px;
  }
  fieldset {
    display: grid;
    gap: 2px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  fieldset:disabled {
    opacity: 0.55;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
    color: var(--_muted);
    font-size: 0.85em;
    font-weight: 600;
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: max(36px, var(--_target));
    cursor: pointer;
  }
  input[type='radio'],
  input[type='checkbox'] {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent-fill);
  }
  input[type='time'] {
    min-block-size: 36px;
    padding-inline: 8px;
    border: 1px solid var(--_line-strong);
    border-radius: 10px;
    background: var(--_raised);
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
  .times {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  .hint {
    color: var(--_muted);
    font-size: 0.87em;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
`;
