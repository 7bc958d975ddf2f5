import { css } from 'lit';

/** Grey bars in place of rows that are loading. */
export const skeletonStyle = css`
  .skeleton {
    display: block;
    block-size: 48px;
    border-radius: var(--_round);
    background: var(--_sunken);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
`;
