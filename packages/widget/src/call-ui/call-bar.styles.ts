import { css } from 'lit';

/** The call bar between header and messages. In a low room, messages and composer stay usable. */
export const callBarStyle = css`
  [part='call'] {
    flex: none;
    max-block-size: min(75%, 100% - 9.5rem);
    overflow: hidden auto;
    border-block-end: 1px solid var(--_line);
  }
`;
