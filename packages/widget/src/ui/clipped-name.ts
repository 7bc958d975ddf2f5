import { html, type TemplateResult } from 'lit';

/** Returns a name that keeps to its lines; its tooltip is the whole name. The element needs `clippedNameStyle`. */
export const clippedName = (name: string): TemplateResult =>
  html`<span class="clipped" dir="auto" title=${name}>${name}</span>`;

/** Returns a name that keeps to one line of a text. */
export const nameInText = (name: string): TemplateResult =>
  html`<bdi class="clipped" title=${name}>${name}</bdi>`;

/** Puts values, such as names, into the `{places}` of a text. */
export const filledWith = (text: string, values: Record<string, unknown>): unknown[] =>
  text.split(/\{(\w+)\}/).map((part, at) => (at % 2 === 0 ? part : values[part]));
