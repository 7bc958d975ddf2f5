import { css } from 'lit';

export const formStyle = css`
  :host {
    display: grid;
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    padding: 24px;
    background: var(--_surface);
  }
  form {
    display: grid;
    inline-size: min(100%, 320px);
    margin: auto;
  }
  .badge {
    margin-block-end: 16px;
  }
  h2 {
    margin-block-end: 20px;
    font-size: 1.33em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }
  label {
    margin-block-end: 6px;
    font-size: 0.9em;
    font-weight: 600;
  }
  input {
    inline-size: 100%;
    min-block-size: 46px;
    padding-inline: 14px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_round);
    background: var(--_raised);
    font-size: max(16px, 1em);
    transition:
      border-color var(--_quick),
      box-shadow var(--_quick);
  }
  input:focus-visible {
    outline: none;
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent-text) 20%, transparent);
  }
  input[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  p {
    margin-block: 6px 18px;
    color: var(--_muted);
    font-size: 0.87em;
  }
  .error {
    color: var(--_danger);
  }
  @media (forced-colors: active) {
    input:focus-visible {
      outline: 2px solid Highlight;
    }
  }
`;
