import { css } from 'lit';

/** A message that mentions its reader. */
export const mentionStyle = css`
  .mentions-me .bubble {
    box-shadow: inset 3px 0 0 var(--_accent-fill);
  }
  .mentions-me:dir(rtl) .bubble {
    box-shadow: inset -3px 0 0 var(--_accent-fill);
  }
  @media (forced-colors: active) {
    .mentions-me .bubble {
      border-inline-start: 3px solid Highlight;
    }
  }
`;
