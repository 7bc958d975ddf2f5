import { css } from 'lit';

export const pollPanelStyle = css`
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
  section {
    display: grid;
    gap: 10px;
    margin-block-start: 18px;
  }
  h3 {
    font-size: 0.95em;
    font-weight: 650;
  }
  .question {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .new {
    inline-size: 100%;
    min-block-size: max(40px, var(--_target));
    border-radius: var(--_round);
    background: var(--_accent-fill);
    color: var(--_on-accent);
    font-weight: 600;
  }
  @media (forced-colors: active) {
    button {
      border: 1px solid ButtonText;
    }
  }
`;
