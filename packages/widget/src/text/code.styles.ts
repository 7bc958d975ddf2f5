import { css } from 'lit';

/** Code blocks. The colours of tokens follow the colour of the text around them, in any bubble. */
export const codeStyle = css`
  .text .code {
    position: relative;
    border-radius: min(9px, var(--_radius));
    background: color-mix(in oklab, currentColor 7%, transparent);
  }
  .text .code pre {
    background: none;
  }
  .text .code .language {
    min-block-size: 24px;
    margin: 0;
    padding: 8px 44px 0 10px;
    line-height: 16px;
    text-align: left;
  }
  .text .copy-code {
    position: absolute;
    inset-block-start: 4px;
    right: 4px;
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: min(7px, var(--_radius));
    background: var(--_raised);
    color: var(--_muted);
    box-shadow: 0 0 0 1px var(--_line);
    opacity: 0;
  }
  .text .copy-code:hover {
    color: var(--_text);
  }
  .message:is(:hover, :focus-within) .copy-code,
  .copy-code:focus-visible {
    opacity: 1;
  }
  .copy-code .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .copy-code:not(.done) .icon + .icon,
  .copy-code.done .icon:first-child {
    display: none;
  }
  .token.comment {
    color: var(--chat-code-comment, color-mix(in oklab, currentColor 80%, transparent));
    font-style: italic;
  }
  .token.keyword {
    color: var(--chat-code-keyword, color-mix(in oklab, currentColor 66%, oklch(0.68 0.25 305)));
  }
  .token.string {
    color: var(--chat-code-string, color-mix(in oklab, currentColor 66%, oklch(0.68 0.2 150)));
  }
  .token.number {
    color: var(--chat-code-number, color-mix(in oklab, currentColor 66%, oklch(0.68 0.2 55)));
  }
  .token.name {
    color: var(--chat-code-name, color-mix(in oklab, currentColor 66%, oklch(0.68 0.2 255)));
  }
  .token.removed {
    color: color-mix(in oklab, currentColor 66%, oklch(0.68 0.2 25));
  }
  @media (pointer: coarse) {
    .text .copy-code {
      inline-size: 36px;
      block-size: 36px;
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .text .copy-code {
      border: 1px solid ButtonText;
    }
  }
`;
