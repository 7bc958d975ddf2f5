import { css } from 'lit';

/** A narrow composer has no room for the button; the menu of the header has the same entry. Deferred, like the button. */
export const pollToolStyle = css`
  @container (max-inline-size: 480px) {
    .poll-tool {
      display: none;
    }
  }
`;
