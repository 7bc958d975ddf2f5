import { css } from 'lit';

export const moderationButtonStyle = css`
  .moderation {
    position: relative;
    flex: none;
  }
  .moderation[aria-expanded='true'] {
    background: var(--_sunken);
  }
  .badge-count {
    position: absolute;
    inset-block-start: -1px;
    inset-inline-end: -3px;
    min-inline-size: 17px;
    padding-inline: 4px;
    border-radius: 999px;
    background: var(--_danger);
    color: var(--_surface);
    font-size: 11px;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    line-height: 17px;
    text-align: center;
  }
`;
