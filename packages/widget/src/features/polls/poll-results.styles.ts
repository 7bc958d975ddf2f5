import { css } from 'lit';

export const pollResultsStyle = css`
  dialog {
    display: flex;
    flex-direction: column;
    gap: 14px;
  }
  dialog:not([open]) {
    display: none;
  }
  h2 {
    overflow-wrap: anywhere;
  }
  .all {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  h3 {
    display: flex;
    gap: 12px;
    justify-content: space-between;
    font-size: 0.95em;
    font-weight: 600;
  }
  h3 bdi {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .count {
    flex: none;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    font-weight: 400;
  }
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
  }
  .link {
    min-block-size: max(32px, var(--_target));
  }
`;
