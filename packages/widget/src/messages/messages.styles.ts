import { css } from 'lit';

/** The list: scroller, days, dividers, notices, the way to the end, empty and loading. */
export const messagesStyle = css`
  :host {
    position: relative;
    display: block;
    container-type: inline-size;
    min-block-size: 0;
    block-size: 100%;
  }
  /* With its own background it scrolls without a repaint. */
  .scroller {
    block-size: 100%;
    background: var(--_surface);
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
  }
  .content {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-block-size: 100%;
    max-inline-size: var(--chat-measure, 60rem);
    margin-inline: auto;
    padding: 16px var(--_space) 4px;
  }
  .start {
    min-block-size: 20px;
    color: var(--_muted);
    font-size: 0.8em;
    text-align: center;
  }
  .day,
  .gap,
  .unread,
  .notice {
    display: flex;
    justify-content: center;
    color: var(--_muted);
    font-size: 0.8em;
    text-align: center;
  }
  .day {
    padding-block: 22px 6px;
    font-weight: 600;
  }
  .notice {
    padding-block: 10px 2px;
  }
  .notice span {
    max-inline-size: 34em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .notice time {
    white-space: nowrap;
  }
  .skeleton {
    display: grid;
    gap: 10px;
    padding-block-end: 8px;
    animation: appear 200ms 250ms backwards;
  }
  .skeleton i {
    block-size: 38px;
    border-radius: var(--_bubble-radius);
    background: var(--_bubble);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .a {
    inline-size: 58%;
  }
  .skeleton .b {
    inline-size: 34%;
  }
  .skeleton .c {
    inline-size: 46%;
    block-size: 62px;
  }
  .skeleton .own {
    justify-self: end;
    background: var(--_bubble-own);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton,
    .skeleton i {
      animation: none;
    }
  }
`;
