import { css } from 'lit';

/** Of the way back, in the header of a room. */
export const backStyle = css`
  :host {
    flex: none;
    margin-inline: -6px -6px;
  }
  .icon:dir(rtl) {
    scale: -1 1;
  }
`;
