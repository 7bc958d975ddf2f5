import { css } from 'lit';

/** A call between header and messages. In a low room the messages keep some of it. */
export const callBarStyle = css`
  [part='call'] {
    flex: none;
    max-block-size: 75%;
    overflow: hidden auto;
    border-block-end: 1px solid var(--_line);
  }
`;
