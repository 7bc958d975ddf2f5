import { css } from 'lit';

/** Buttons left of the field. */
export const toolStyle = css`
  .tool {
    margin-block: var(--_inset);
    margin-inline: var(--_inset) 0;
  }
  .tool + textarea {
    padding-inline-start: 6px;
  }
`;
