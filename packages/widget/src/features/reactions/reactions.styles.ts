import { css } from 'lit';

/** Counts under a bubble. */
export const reactionStyle = css`
  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding-block: 4px 6px;
    padding-inline: 2px;
  }
  .own .reactions {
    justify-content: flex-end;
  }
  .reaction {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: 28px;
    padding-inline: 8px 9px;
    border: 1px solid var(--_line);
    border-radius: min(14px, var(--_radius));
    background: var(--_surface);
    color: var(--_muted);
    font-size: 0.8em;
    font-variant-numeric: tabular-nums;
    transition:
      background-color var(--_quick),
      border-color var(--_quick);
  }
  @media (pointer: coarse) {
    .reaction {
      min-block-size: 34px;
      padding-inline: 10px 11px;
    }
  }
  .reaction .emoji {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 1.25em;
    line-height: 1;
  }
  .reaction:hover {
    background: var(--_hover);
  }
  .reaction[aria-pressed='true'] {
    border-color: color-mix(in oklab, var(--_accent-text) 55%, transparent);
    background: var(--_bubble-own);
    color: var(--_accent-text);
    font-weight: 600;
  }
  .reaction[aria-disabled='true'] {
    cursor: default;
  }
  .reaction[aria-disabled='true']:hover:not([aria-pressed='true']) {
    background: var(--_surface);
  }
  .reaction-tooltip {
    position: fixed;
    inset: auto;
    margin: 0;
    max-inline-size: min(18rem, 100vw - 16px);
    padding: 6px 10px;
    border: 0;
    border-radius: var(--_round-small);
    background: var(--_text);
    color: var(--_surface);
    font-size: 0.82em;
    overflow-wrap: anywhere;
    pointer-events: auto;
  }
  @media (forced-colors: active) {
    .reaction-tooltip {
      border: 1px solid CanvasText;
      background: Canvas;
      color: CanvasText;
    }
    .reaction[aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
`;
