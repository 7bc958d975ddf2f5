import { css } from 'lit';

/** Styles of rich text: code, quotes, lists, links and mentions. */
export const textStyle = css`
  .text > :is(pre, .code, blockquote, ul, ol):not(:first-child) {
    margin-block-start: 6px;
  }
  .text > :is(pre, .code, blockquote, ul, ol):not(:last-child) {
    margin-block-end: 6px;
  }
  .text a {
    color: var(--_accent-text);
    text-decoration-line: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 2px;
    border-radius: min(3px, var(--_radius));
  }
  .own .text a {
    color: inherit;
  }
  .text .host {
    font-size: 0.88em;
    opacity: 0.8;
  }
  .text strong {
    font-weight: 650;
  }
  .text code {
    padding: 0.1em 0.32em;
    border-radius: min(5px, var(--_radius));
    background: color-mix(in oklab, currentColor 9%, transparent);
    font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace;
    font-size: 0.88em;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .text pre {
    max-inline-size: 100%;
    max-block-size: 24em;
    margin: 0;
    padding: 8px 10px;
    overflow: auto;
    border-radius: min(9px, var(--_radius));
    background: color-mix(in oklab, currentColor 7%, transparent);
    line-height: 1.5;
    white-space: pre;
    overflow-wrap: normal;
    overscroll-behavior: contain auto;
    scrollbar-width: thin;
    text-align: left;
  }
  .text pre code {
    padding: 0;
    background: none;
  }
  .text .language {
    display: block;
    margin-block-end: 2px;
    font-size: 0.74em;
    opacity: 0.85;
  }
  .text blockquote {
    margin: 0;
    padding-inline-start: 10px;
    border-inline-start: 3px solid color-mix(in oklab, currentColor 28%, transparent);
    color: color-mix(in oklab, currentColor 86%, transparent);
  }
  .text :is(ul, ol) {
    padding-inline-start: 1.5em;
  }
  .text ul {
    list-style: disc;
  }
  .text ol {
    list-style: decimal;
  }
  .text .mention {
    padding-inline: 0.22em;
    border-radius: min(5px, var(--_radius));
    background: color-mix(in oklab, var(--_accent-fill) 12%, transparent);
    color: var(--_accent-text);
    font-weight: 550;
  }
  .text .mention.me {
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  .own .text .mention {
    background: color-mix(in oklab, currentColor 10%, transparent);
    color: inherit;
  }
  @media (forced-colors: active) {
    .text :is(code, pre, .mention) {
      border: 1px solid CanvasText;
    }
    .text .mention.me {
      border-color: Highlight;
    }
  }
`;
