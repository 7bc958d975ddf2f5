import { css } from 'lit';

/** Buttons at the end of the field. */
export const toolStyle = css`
  .tool {
    margin-block: var(--_inset);
    margin-inline: var(--_inset) 0;
  }
  /* Three of them leave the field room for its hint. */
  @container (inline-size < 340px) {
    .tool {
      min-inline-size: 36px;
    }
  }
`;
