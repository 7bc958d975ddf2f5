import { css } from 'lit';

/** The layer over the room in which emoji float; it ignores the pointer. */
export const burstLayerStyle = css`
  .frame {
    position: relative;
  }
  chat-bursts {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: clip;
    pointer-events: none;
  }
`;
