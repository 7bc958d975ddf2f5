import { css } from 'lit';

/** The list of users who reacted. */
export const reactorsStyle = css`
  dialog {
    display: flex;
    flex-direction: column;
    gap: 14px;
  }
  dialog:not([open]) {
    display: none;
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
    align-items: center;
    gap: 8px;
    color: var(--_muted);
    font-size: 0.9em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  h3 .emoji {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 1.4em;
    line-height: 1;
  }
  h3 img {
    display: block;
    block-size: 1em;
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
