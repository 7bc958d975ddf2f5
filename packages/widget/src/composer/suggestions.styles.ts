import { css } from 'lit';

/** Styles of the suggestions above the field. */
export const suggestionStyle = css`
  .suggestions {
    margin-block-end: 6px;
    padding: 5px;
    max-block-size: min(16rem, 40dvb);
    overflow-y: auto;
    border-radius: var(--_round-large);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .suggestions li {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: max(36px, var(--_target));
    padding-inline: 10px;
    border-radius: var(--_round-small);
    cursor: pointer;
  }
  .suggestions li > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .suggestions .more {
    color: var(--_muted);
    font-size: 0.9em;
  }
  .suggestions li:hover,
  .suggestions [aria-selected='true'] {
    background: var(--_hover);
  }
  .suggestions .avatar {
    --_size: 26px;
  }
  .suggestions .at {
    flex: none;
    inline-size: 26px;
    border-radius: 50%;
    background: var(--_bubble-own);
    color: var(--_accent-text);
    font-weight: 600;
    line-height: 26px;
    text-align: center;
  }
  .suggestions .glyph img {
    display: block;
    block-size: 1.2em;
    margin-inline: auto;
  }
  .suggestions .glyph {
    flex: none;
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 21px;
    line-height: 1;
  }
  @media (forced-colors: active) {
    .suggestions {
      border: 1px solid CanvasText;
    }
    .suggestions [aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
