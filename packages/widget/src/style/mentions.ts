import { css } from 'lit';

/** A message that calls its reader. */
export const mentionStyle = css`
  .calls-me .bubble {
    box-shadow: inset 3px 0 0 var(--_accent-fill);
  }
  .calls-me:dir(rtl) .bubble {
    box-shadow: inset -3px 0 0 var(--_accent-fill);
  }
  .suggestions .at {
    inline-size: 28px;
    color: var(--_accent-text);
    font-weight: 600;
    text-align: center;
  }
  @media (forced-colors: active) {
    .calls-me .bubble {
      border-inline-start: 3px solid Highlight;
    }
  }
`;
