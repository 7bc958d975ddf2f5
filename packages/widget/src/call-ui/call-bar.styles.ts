import { css } from 'lit';

/** A call between header and messages. In a low room the messages keep some of it, and where one writes stays whole. */
export const callBarStyle = css`
  [part='call'] {
    flex: none;
    max-block-size: min(75%, 100% - 9.5rem);
    overflow: hidden auto;
    border-block-end: 1px solid var(--_line);
  }
`;
