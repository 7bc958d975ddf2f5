import { css } from 'lit';

/** A message that calls its reader. */
export const mentionStyle = css`
  .calls-me .bubble {
    box-shadow: inset 3px 0 0 var(--_accent-fill);
  }
  .calls-me:dir(rtl) .bubble {
    box-shadow: inset -3px 0 0 var(--_accent-fill);
  }
  @media (forced-colors: active) {
    .calls-me .bubble {
      border-inline-start: 3px solid Highlight;
    }
  }
`;
