import { html, type TemplateResult } from 'lit';
import { late } from '../core/lazy.ts';
import type { MessagePlace } from '../core/feature.ts';

/** What may be more than words: marks, mentions, addresses, lists. */
const marks = /[`*_~[@]|:\/\/|www\.|mailto:|^\s*(?:>|[-+•]\s|\d+[.)]\s)/im;

/** What reads the marks in a text: few texts have any. */
const marked = late(() => import('./rich-text.ts'));

/** Whether what reads this text has to be loaded first; it is asked for. */
export const wantMarks = (text: string): void => {
  if (marks.test(text)) marked.want();
};

const plain = (text: string): TemplateResult => html`<span class="run" dir="auto">${text.trim()}</span>`;

/** Returns a message's text as it is shown. Its marks appear as soon as their parser is loaded. */
export const saidIn = (text: string, focusable: boolean, place: MessagePlace): unknown =>
  (marks.test(text) && marked.want()?.markedText(text, focusable, place)) || plain(text);

/** What a text says, on one line. */
export const gistOf = (text: string): string =>
  ((marks.test(text) && marked.want()?.plainText(text)) || text).replace(/\s+/gu, ' ').trim();
