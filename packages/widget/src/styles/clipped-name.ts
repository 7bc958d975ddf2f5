import { css } from 'lit';

/** Keeps a name to its lines, whatever letters it has and whatever the font: two where it stands alone, one within a text. */
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
