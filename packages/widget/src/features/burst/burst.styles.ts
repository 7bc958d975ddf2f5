import { css } from 'lit';

/** Where emoji float: over the room, out of the way of every pointer. */
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
