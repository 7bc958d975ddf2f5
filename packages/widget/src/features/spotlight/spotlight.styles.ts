import { css } from 'lit';

export const spotlightBarStyle = css`
  .spotlight-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    padding-inline: var(--_space) 6px;
    border-block-end: 1px solid var(--_line);
    background: var(--_bubble-own);
    font-size: 0.87em;
  }
  .spotlight-bar > .icon {
    flex: none;
    color: var(--_accent-text);
  }
  .spotlight-text {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(36px, var(--_target));
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  div.spotlight-text {
    align-content: center;
  }
  .spotlight-text b {
    font-weight: 600;
  }
  .spotlight-bar .icon-button {
    color: var(--_text);
  }
  @media (forced-colors: active) {
    .spotlight-bar {
      border-block: 2px solid Highlight;
    }
  }
`;
