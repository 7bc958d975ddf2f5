import { css } from 'lit';

/** Shared by all elements of the widget: reset, focus, hidden text, icons, plain buttons. */
export const base = css`
  /* The frame repeats them: a page's !important on the element wins over the element's own style. */
  :host,
  .frame {
    /* A face is a picture, whatever other fonts have a drawing of it. */
    font-variant-emoji: unicode;
    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--chat-font, inherit);
    font-size: var(--_font-size);
    font-weight: 400;
    line-height: 1.45;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    -webkit-text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input,
  textarea {
    margin: 0;
    border: 0;
    padding: 0;
    background: none;
    border-radius: 0;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    touch-action: manipulation;
  }
  button:disabled {
    cursor: default;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  p,
  h2,
  ol,
  ul {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  /* A name in another direction stands where its lines begin. */
  :where(span, b, h2, h3)[dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .icon {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    flex: none;
  }
  /* Icons that point to a side are mirrored in languages written from right to left. */
  .turns:dir(rtl) {
    transform: scaleX(-1);
    transform-origin: 12px;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon-button {
    display: grid;
    place-items: center;
    flex: none;
    min-inline-size: max(36px, var(--_target));
    min-block-size: max(36px, var(--_target));
    border-radius: calc(99 * var(--_radius));
    color: var(--_muted);
    transition: background-color var(--_quick);
  }
  .icon-button:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .primary {
    min-block-size: 44px;
    padding-inline: 20px;
    border-radius: var(--_round);
    background: var(--_accent-fill);
    color: var(--_on-accent);
    font-weight: 600;
    transition: filter var(--_quick);
  }
  .primary:hover:not(:disabled) {
    filter: brightness(1.08);
  }
  .primary:disabled {
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    /* A colour of the theme on an svg is not replaced by one of the system. */
    .icon {
      color: inherit !important;
    }
    .primary,
    .icon-button {
      border: 1px solid ButtonText;
    }
  }
`;
