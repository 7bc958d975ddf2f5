import { css } from 'lit';

/** The button for files. */
export const attachStyle = css`
  .attach {
    position: relative;
    display: grid;
    place-items: center;
    cursor: pointer;
  }
  .attach input {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .attach:focus-within {
    outline: 2px solid var(--_accent-text);
    outline-offset: 1px;
  }
`;
