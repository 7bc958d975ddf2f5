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
    block-size: min(27rem, calc(100dvb - 16px));
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
    block-size: min(27rem, 75dvb);
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .top {
    position: relative;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 10px 10px 6px;
  }
  .search {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
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
  .tone,
  .tones button,
  .groups button {
    border-radius: min(8px, var(--_radius));
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    line-height: 1;
  }
  .tone,
  .tones button {
    flex: none;
    inline-size: max(36px, var(--_target));
    block-size: max(36px, var(--_target));
    font-size: 20px;
  }
  .tones {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    z-index: 2;
    display: flex;
    padding: 2px;
    border-radius: var(--_round);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .tone:hover,
  .tones button:hover,
  .tones button[aria-checked='true'] {
    background: var(--_hover);
  }
  .groups {
    display: flex;
    padding: 0 10px 4px;
    border-block-end: 1px solid var(--_line);
  }
  .groups button {
    position: relative;
    flex: 1;
    min-inline-size: 24px;
    block-size: 34px;
    font-size: 17px;
    filter: grayscale(1);
    opacity: 0.65;
  }
  .groups button:is(:hover, :focus-visible, [aria-current='true']) {
    filter: none;
    opacity: 1;
  }
  .groups button:hover {
    background: var(--_hover);
  }
  .groups [aria-current='true']::after {
    position: absolute;
    inset-block-end: -4px;
    inset-inline: 4px;
    block-size: 2px;
    background: var(--_accent-text);
    content: '';
  }
  [hidden] {
    display: none;
  }
  .found {
    padding-block-start: 8px;
  }
  .all {
    flex: 1;
    min-block-size: 0;
    padding: 0 10px 10px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .opening section {
    display: none;
  }
  section {
    content-visibility: auto;
    contain-intrinsic-block-size: auto calc(var(--_rows) * var(--_cell, 40px) + 30px);
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
    align-content: start;
  }
  .groups-of-emoji .grid {
    /* Emoji that are not drawn yet leave their space. */
    min-block-size: calc(var(--_rows) * var(--_cell, 0px));
  }
  .emoji {
    aspect-ratio: 1;
    border-radius: var(--_round-small);
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 24px;
    line-height: 1;
    scroll-margin-block: 36px 8px;
  }
  .emoji img,
  .preview img {
    display: block;
    inline-size: 26px;
    block-size: 26px;
    margin: auto;
    object-fit: contain;
  }
  .emoji:hover {
    background: var(--_hover);
  }
  .emoji:focus-visible {
    outline-offset: -2px;
  }
  .preview {
    display: flex;
    align-items: center;
    gap: 10px;
    flex: none;
    block-size: 48px;
    padding-inline: 14px;
    border-block-start: 1px solid var(--_line);
  }
  .preview .glyph {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 26px;
    line-height: 1;
  }
  .words {
    display: grid;
    min-inline-size: 0;
    font-size: 0.87em;
    line-height: 1.3;
  }
  .words > * {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .words > span {
    color: var(--_muted);
    font-weight: 400;
  }
  /* Nothing points there. */
  @media not (hover: hover) {
    .preview {
      display: none;
    }
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
    .groups [aria-current='true']::after {
      background: Highlight;
    }
  }
`;
