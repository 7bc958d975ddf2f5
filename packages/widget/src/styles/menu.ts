import { css } from 'lit';

export const menuStyle = css`
  :host {
    position: absolute;
  }
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    min-inline-size: 176px;
    max-inline-size: min(24rem, calc(100vw - 16px));
    max-block-size: calc(100dvb - 16px);
    padding: 5px;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 0;
    border-radius: var(--_round-large);
    background: var(--_raised);
    color: var(--_text);
    /* A chat that floats lets through what is not its own. */
    pointer-events: auto;
    box-shadow: var(--_shadow);
  }
  .menu[popover]:not(:popover-open) {
    display: none;
  }
  button {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: max(32px + 6px * var(--_loose), var(--_target));
    padding-inline: 10px 16px;
    border-radius: var(--_round-small);
    text-align: start;
  }
  button > span {
    min-inline-size: 0;
  }
  button .icon {
    inline-size: 18px;
    block-size: 18px;
    color: var(--_muted);
  }
  button:hover,
  button:focus-visible {
    background: var(--_hover);
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  small {
    display: block;
    font-size: 0.87em;
  }
  button[aria-disabled] {
    color: var(--_muted);
    cursor: default;
  }
  hr {
    margin: 5px 10px;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }
  .quick {
    display: flex;
    gap: 2px;
    margin-block-end: 5px;
    padding-block-end: 5px;
    border-block-end: 1px solid var(--_line);
  }
  .quick button {
    flex: 1;
    justify-content: center;
    inline-size: auto;
    min-inline-size: 36px;
    padding-inline: 0;
  }
  .quick .emoji {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 20px;
    line-height: 1;
    transition: scale var(--_quick);
  }
  .quick button:hover .emoji {
    scale: 1.18;
  }
  .quick [aria-checked='true'] {
    background: var(--_bubble-own);
  }
  .destructive,
  .destructive .icon {
    color: var(--_danger);
  }
  @media (forced-colors: active) {
    .menu {
      border: 1px solid CanvasText;
    }
    button[aria-disabled] {
      color: GrayText;
    }
    button:is(:hover, :focus-visible) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
