import { css } from 'lit';

/** Buttons left of the field. */
export const toolStyle = css`
  .tool {
    margin-block: 5px;
    margin-inline: 5px 0;
  }
  .tool + textarea {
    padding-inline-start: 6px;
  }
  @media (pointer: coarse) {
    .tool {
      margin-block: 1px;
      margin-inline: 1px 0;
    }
  }
`;
