import { css } from 'lit';

/** The emoji picker. */
export const emojiStyle = css`
  :host {
    display: contents;
  }
  .picker {
    position: fixed;
    inset: auto;
    display: none;
    flex-direction: column;
    inline-size: 22rem;
    block-size: min(24rem, calc(100dvb - 16px));
    margin: 0;
    border: 0;
    padding: 0;
    border-radius: var(--_round-large);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow: hidden;
  }
  .picker:popover-open {
    display: flex;
  }
  .picker.sheet {
    inset: auto 0 0;
    inline-size: 100%;
    max-inline-size: none;
    block-size: min(24rem, 70dvb);
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 10px;
    border-block-end: 1px solid var(--_line);
  }
  .search {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 8px;
    min-inline-size: 9rem;
    padding-inline: 12px 8px;
    border: 1px solid var(--_line-strong);
    border-radius: calc(99 * var(--_radius));
    color: var(--_muted);
  }
  .search:focus-within {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent-text) 20%, transparent);
  }
  .search .icon {
    inline-size: 17px;
    block-size: 17px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(36px, var(--_target));
    color: var(--_text);
    font-size: max(16px, 1em);
    appearance: none;
  }
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .tones {
    display: flex;
  }
  .tones button {
    inline-size: max(24px, calc(var(--_target) - 8px));
    block-size: max(28px, var(--_target));
    border-radius: min(8px, var(--_radius));
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 16px;
    line-height: 1;
    opacity: 0.55;
  }
  .tones button[aria-checked='true'] {
    background: var(--_hover);
    opacity: 1;
  }
  .all {
    flex: 1;
    min-block-size: 0;
    padding: 0 10px 10px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  section {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 40rem;
  }
  h3 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin: 0;
    padding: 8px 4px 4px;
    background: var(--_raised);
    color: var(--_muted);
    font-size: 0.8em;
    font-weight: 600;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(max(38px, var(--_target)), 1fr));
  }
  .emoji {
    aspect-ratio: 1;
    border-radius: var(--_round-small);
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 24px;
    line-height: 1;
    scroll-margin-block: 36px 8px;
  }
  .emoji:hover {
    background: var(--_hover);
  }
  .emoji:focus-visible {
    outline-offset: -2px;
  }
  .none {
    padding: 32px 16px;
    color: var(--_muted);
    text-align: center;
  }
  @media (forced-colors: active) {
    .picker {
      border: 1px solid CanvasText;
    }
    .tones button[aria-checked='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
