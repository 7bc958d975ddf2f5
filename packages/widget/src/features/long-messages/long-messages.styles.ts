import { css } from 'lit';

/** Twelve lines of a long message. A few more are shown whole: `data-whole`. */
export const longMessageStyle = css`
  .long .text {
    display: block;
  }
  .folded:not([data-whole]) .text {
    max-block-size: calc(12 * 1.45em);
    overflow: hidden;
    mask-image: linear-gradient(#000 calc(100% - 3em), transparent);
  }
  /* No second scroller within. */
  .long .text pre {
    max-block-size: none;
  }
  .long .message-body:has(.meta)::after {
    content: none;
  }
  .show-more {
    display: block;
    min-block-size: max(24px, var(--_target) - 8px);
    margin-inline-start: -4px;
    padding-inline: 4px;
    border-radius: min(6px, var(--_radius));
    color: var(--_accent-text);
    font-size: 0.9em;
    font-weight: 600;
  }
  .own .show-more {
    color: inherit;
  }
  .show-more:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .message[data-whole] .show-more {
    display: none;
  }
  @media (forced-colors: active) {
    .folded:not([data-whole]) .text {
      mask-image: none;
      border-block-end: 1px dashed CanvasText;
    }
  }
`;
