import { html, type TemplateResult } from 'lit';
import { lazy } from '../core/lazy.ts';
import type { MessageContext } from '../core/feature.ts';

/** Text that may contain marks, mentions, addresses, custom emoji or lists. */
const marks = /[`*_~[@]|:\/\/|:[a-z\d][\w+-]+:|www\.|mailto:|^\s*(?:>|[-+•]\s|\d+[.)]\s)/im;

/** The parser: few texts need it. */
const marked = lazy(() => import('./rich-text.ts'));

/** Loads the parser if this text needs it. */
export const loadRichText = (text: string): void => {
  if (marks.test(text)) marked.want();
};

const plain = (text: string): TemplateResult => html`<span class="run" dir="auto">${text.trim()}</span>`;

/** Returns a message's text as shown. Formatting appears once the parser is loaded. */
export const messageBody = (text: string, focusable: boolean, context: MessageContext): unknown =>
  (marks.test(text) && marked.want()?.richText(text, focusable, context)) || plain(text);

/** Returns a text on one line. */
export const textPreview = (text: string): string =>
  ((marks.test(text) && marked.want()?.plainText(text)) || text).replace(/\s+/gu, ' ').trim();
