import { html, nothing, type TemplateResult } from 'lit';
import type { MessageContext } from '../core/feature.ts';
import { lazy } from '../core/lazy.ts';
import { withCustomEmoji } from '../emoji/custom-emoji.ts';
import type { Inline, Named } from './inline-markdown.ts';
import { parseMarkdown, type Block, type Item } from './markdown.ts';

type Shown = string | TemplateResult;

export interface TextOptions {
  /** Its links are tab stops. */
  focusable: boolean;
  mentions?: readonly Named[];
  /** Id of the reader, whose mentions stand out. */
  reader?: string | undefined;
  /** Of a message in a list: its code can be copied. */
  context?: MessageContext;
}

/** Few messages have code. */
const code = lazy(() => import('./code-block.ts'));

/** Renders parsed Markdown as templates: user text never becomes HTML. */
export const messageText = (text: string, options: TextOptions): Shown[] =>
  parseMarkdown(text, options.mentions).map((block) => blockOf(block, options));

const blockOf = (block: Block, options: TextOptions): Shown => {
  if (block.kind === 'text')
    return html`<span class="run" dir="auto">${piecesOf(block.children, options)}</span>`;
  if (block.kind === 'code')
    return (
      (options.context && code.want()?.codeBlock(block, options.focusable, options.context)) ??
      html`<pre dir="ltr"><code>${block.text}</code></pre>`
    );
  if (block.kind === 'quote')
    return html`<blockquote dir="auto">${block.children.map((each) => blockOf(each, options))}</blockquote>`;
  return block.ordered
    ? html`<ol dir="auto">
        ${block.items.map((item) => html`<li value=${item.number ?? nothing}>${itemOf(item, options)}</li>`)}
      </ol>`
    : html`<ul dir="auto">
        ${block.items.map((item) => html`<li>${itemOf(item, options)}</li>`)}
      </ul>`;
};

const itemOf = ({ children, below }: Item, options: TextOptions): Shown[] => [
  html`<span class="run">${piecesOf(children, options)}</span>`,
  ...below.map((each) => blockOf(each, options)),
];

const piecesOf = (pieces: readonly Inline[], options: TextOptions): Shown[] =>
  pieces.map((piece) => pieceOf(piece, options));

const pieceOf = (piece: Inline, options: TextOptions): Shown => {
  if (piece.kind === 'text')
    return options.context ? html`${withCustomEmoji(piece.text, options.context)}` : piece.text;
  if (piece.kind === 'code') return html`<code>${piece.text}</code>`;
  if (piece.kind === 'mention')
    return html`<span class=${piece.userId === options.reader ? 'mention me' : 'mention'}
      ><bdi>${piece.text}</bdi></span
    >`;
  if (piece.kind === 'link') return linkOf(piece, options);
  if (piece.kind === 'strong') return html`<strong>${piecesOf(piece.children, options)}</strong>`;
  if (piece.kind === 'em') return html`<em>${piecesOf(piece.children, options)}</em>`;
  return html`<s>${piecesOf(piece.children, options)}</s>`;
};

/** A label may say anything, so the real target is shown next to it. */
const linkOf = (
  { href, host, children }: Extract<Inline, { kind: 'link' }>,
  options: TextOptions,
): TemplateResult =>
  html`<a
    href=${href}
    target="_blank"
    rel="noopener noreferrer nofollow"
    dir=${host === undefined ? 'ltr' : nothing}
    tabindex=${options.focusable ? 0 : -1}
    >${piecesOf(children, options)}${host === undefined ? nothing : html` <bdi class="host" dir="ltr">(${host})</bdi>`}</a
  >`;
