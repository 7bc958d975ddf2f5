import { css } from 'lit';
import { avatarStyle } from './avatar.ts';

/** Avatars with a presence mark. */
export const presenceStyle = [
  avatarStyle,
  css`
    /* A moon, a bar and a ring: not told by the colour alone. */
    .dot.away {
      background: radial-gradient(circle at 24% 24%, var(--_ring, var(--_surface)) 42%, var(--_waiting) 46%);
    }
    .dot.busy {
      background: linear-gradient(var(--_ring, var(--_surface)) 0 0) center / 60% 22% no-repeat var(--_danger);
    }
    .avatar .dot {
      position: absolute;
      inset-block-end: -1px;
      inset-inline-end: -1px;
      inline-size: 10px;
      block-size: 10px;
      box-shadow: 0 0 0 2px var(--_ring, var(--_surface));
    }
  `,
];
