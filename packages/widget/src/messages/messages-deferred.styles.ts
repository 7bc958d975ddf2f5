import { css } from 'lit';
import { blankStyle } from '../styles/blank.ts';

const listStyle = css`
  .scroller {
    scrollbar-color: var(--_line-strong) transparent;
  }
  .state .icon {
    stroke-width: 2.25;
  }
  .scroller:focus-visible {
    outline-offset: -3px;
  }
  .queued .text,
  .sending .text {
    opacity: 0.72;
  }
  .notice {
    outline-offset: -1px;
    border-radius: min(8px, var(--_radius));
  }
  slot[name='empty'] {
    display: grid;
    flex: 1;
  }
  .deleted .bubble {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_line);
    color: var(--_muted);
    font-size: 0.94em;
    font-style: italic;
  }
  .deleted .meta {
    color: var(--_muted);
    font-style: normal;
  }
  .emoji .bubble {
    padding-inline: 2px;
    background: none;
  }
  .emoji .text {
    font-size: 2.6em;
    line-height: 1.15;
  }
  .emoji .meta {
    float: none;
    justify-content: flex-end;
    margin-inline: 0;
    color: var(--_muted);
  }
  .other.emoji .meta {
    justify-content: flex-start;
  }
  .tag {
    padding: 0 6px;
    border-radius: min(6px, var(--_radius));
    background: var(--_bubble-own);
    color: var(--_accent-text);
    font-size: 0.86em;
    white-space: nowrap;
  }
  .author {
    color: light-dark(oklch(0.46 0.11 var(--_h, 268)), oklch(0.82 0.085 var(--_h, 268)));
  }
  button.author:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  /* In the place of the avatar; left of the menu button of an own message. */
  .message:is(:hover, :focus-within) .line[data-time]::before {
    content: attr(data-time);
    position: absolute;
    inset-block-start: calc(5px + 3px * var(--_loose));
    inset-inline-end: 100%;
    inline-size: 40px;
    padding-inline-end: 4px;
    color: var(--_muted);
    font-size: 0.72em;
    font-variant-numeric: tabular-nums;
    line-height: 2;
    text-align: center;
    white-space: nowrap;
  }
  .message.own:is(:hover, :focus-within) .line[data-time]::before {
    inset-inline-end: calc(100% + 32px);
  }
  .message:focus-visible {
    outline: none;
  }
  .message:focus-visible .bubble {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  /* Every row has one, so it takes no space and no layer. */
  .more {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: var(--_target);
    block-size: var(--_target);
    align-self: center;
    margin-block: calc(var(--_target) / -2);
    margin-inline: calc(18px - var(--_target) / 2) calc(-18px - var(--_target) / 2);
    color: var(--_muted);
  }
  .own .line {
    flex-direction: row-reverse;
  }
  .own .more {
    margin-inline: calc(-18px - var(--_target) / 2) calc(18px - var(--_target) / 2);
  }
  .more:focus-visible {
    outline: none;
  }
  .more:focus-visible::before {
    content: '';
    inline-size: 28px;
    block-size: 28px;
    border-radius: calc(99 * var(--_radius));
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  /* A finger presses long: the button, which is not drawn, would cover what is near it. */
  @media (pointer: coarse) {
    .more {
      pointer-events: none;
    }
  }
  /* Clipped to the bubble. Other rows are not, because clipping needs a separate paint. */
  .oversized {
    overflow: clip;
    overflow-clip-margin: 4px;
  }
  @media (prefers-contrast: more) {
    .message:not(.emoji) .bubble {
      box-shadow: inset 0 0 0 1px var(--_line-strong);
    }
  }
  @media (forced-colors: active) {
    .bubble,
    .tag {
      border: 1px solid CanvasText;
    }
    .own .bubble {
      border-color: Highlight;
    }
  }
  @container (inline-size < 420px) {
    /* No space next to the bubble: the button sits on its corner. */
    .own .line {
      flex-direction: row;
    }
    .more,
    .own .more {
      align-self: flex-start;
      margin-block: calc(2px - var(--_target) / 2) calc(-2px - var(--_target) / 2);
      margin-inline: calc(-6px - var(--_target) / 2) calc(6px - var(--_target) / 2);
    }
    .message.own:is(:hover, :focus-within) .line[data-time]::before {
      inset-inline-end: 100%;
    }
  }
  .day-button {
    min-block-size: 24px;
    margin-block: -3px;
    padding-inline: 10px;
    border-radius: calc(99 * var(--_radius));
    font-weight: 600;
  }
  .day-button:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .unread {
    align-items: center;
    gap: 12px;
    padding-block: 20px 4px;
    color: var(--_accent-text);
    font-weight: 600;
  }
  .unread::before,
  .unread::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: currentColor;
    opacity: 0.28;
  }
  .gap {
    padding-block: 14px 4px;
  }
  .gap span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 4px 12px;
    border: 1px dashed var(--_line-strong);
    border-radius: calc(99 * var(--_radius));
  }
  .gap .icon {
    inline-size: 15px;
    block-size: 15px;
  }
  .floats {
    position: absolute;
    /* The row with the toolbar has the same. */
    z-index: 1;
    inset-block-end: 12px;
    inset-inline-end: max(var(--_space), (100cqi - var(--chat-measure, 60rem)) / 2 + var(--_space));
    display: grid;
    gap: 14px;
  }
  .jump {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    animation: rise var(--_quick);
  }
  .jump .count {
    position: absolute;
    inset-block-start: -7px;
    inset-inline-end: -4px;
    min-inline-size: 20px;
    padding: 0 6px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_accent-fill);
    color: var(--_on-accent);
    font-size: 12px;
    font-weight: 600;
    line-height: 20px;
    font-variant-numeric: tabular-nums;
  }
  .edited {
    position: relative;
  }
  /* Large enough for a finger, without moving the line. */
  .edited::after {
    content: '';
    position: absolute;
    inset: -6px -4px;
  }
  .edited:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .found .bubble {
    animation: found 2.4s ease-out;
  }
  @keyframes found {
    0%,
    40% {
      box-shadow: 0 0 0 3px var(--_accent-fill);
    }
  }
  .failed .bubble {
    box-shadow: inset 0 0 0 1px var(--_danger);
    background: none;
  }
  .failed .meta {
    color: var(--_danger);
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 0 12px;
    padding: 2px 4px 0;
    color: var(--_danger);
    font-size: 0.83em;
    text-align: end;
  }
  .choices {
    display: inline-flex;
    gap: 12px;
  }
  .link {
    min-block-size: max(28px, var(--_target));
    color: var(--_accent-text);
    font-weight: 600;
    border-radius: min(6px, var(--_radius));
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .link.quiet {
    color: var(--_muted);
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }
  @media (pointer: coarse) {
    .jump {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .jump {
      animation: none;
    }
    .found .bubble {
      animation: none;
      box-shadow: 0 0 0 3px var(--_accent-fill);
    }
  }
  @media (forced-colors: active) {
    .emoji .bubble {
      border: 0;
    }
    .jump {
      border: 1px solid ButtonText;
    }
  }
`;

/** Styles of the list that the first view does not need. */
export const messagesDeferredStyle = [blankStyle, listStyle];
