import { html, type TemplateResult } from 'lit';
import { lazy } from '../core/lazy.ts';
import type { MessageContext } from '../core/feature.ts';

/** What may be more than words: marks, mentions, addresses, lists. */
const marks = /[`*_~[@]|:\/\/|www\.|mailto:|^\s*(?:>|[-+•]\s|\d+[.)]\s)/im;

/** What reads the marks in a text: few texts have any. */
const marked = lazy(() => import('./rich-text.ts'));

/** Whether what reads this text has to be loaded first; it is asked for. */
export const loadRichText = (text: string): void => {
  if (marks.test(text)) marked.want();
};

const plain = (text: string): TemplateResult => html`<span class="run" dir="auto">${text.trim()}</span>`;

/** Returns a message's text as it is shown. Its marks appear as soon as their parser is loaded. */
export const messageBody = (text: string, focusable: boolean, context: MessageContext): unknown =>
  (marks.test(text) && marked.want()?.richText(text, focusable, context)) || plain(text);

/** What a text says, on one line. */
export const textPreview = (text: string): string =>
  ((marks.test(text) && marked.want()?.plainText(text)) || text).replace(/\s+/gu, ' ').trim();
