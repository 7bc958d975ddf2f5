import { css } from 'lit';

/** Clips a name to two lines, or to one within a text, with any letters and font. */
export const clippedNameStyle = css`
  .clipped {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  bdi.clipped {
    display: -webkit-inline-box;
    -webkit-line-clamp: 1;
    max-inline-size: 100%;
    vertical-align: bottom;
  }
`;
