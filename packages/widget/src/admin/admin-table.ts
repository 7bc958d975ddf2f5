import { html, nothing, type TemplateResult } from 'lit';
import { moderationTexts } from '../features/moderation/texts.ts';
import type { Language } from '../i18n/language.ts';
import type { PagedList } from './paged-list.ts';
import { adminTexts } from './texts/texts.ts';

/** A column of a table. */
export type Column = string | { text: string; isNumber: true };

const columnOf = (column: Column): { text: string; className: string } =>
  typeof column === 'string' ? { text: column, className: '' } : { text: column.text, className: 'number' };

/**
 * Returns a table whose first column names the row. On a phone each row is a card, and each cell has the name of its
 * column. The roles stay with the elements, whatever their `display`.
 */
export const table = (
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
): TemplateResult =>
  html`<table role="table" aria-label=${label}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => {
          const { text, className } = columnOf(column);
          return html`<th role="columnheader" scope="col" class=${className}>${text}</th>`;
        })}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ([first, ...cells]) =>
          html`<tr role="row">
            <th role="rowheader" scope="row">${first}</th>
            ${cells.map((cell, at) => {
              const { text, className } = columnOf(columns[at + 1] ?? '');
              return html`<td role="cell" class=${className} data-column=${text}>
                <div class="value">${cell}</div>
              </td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;

/** Returns a list with what it says while it loads or is empty, and a button for its next page. */
export const listView = <T>(
  list: PagedList<T>,
  language: Language,
  view: (items: readonly T[]) => unknown,
  none = adminTexts(language.tag).nothing,
): TemplateResult => {
  const { loading, more } = moderationTexts(language.tag);
  const { items, hasMore, isLoading } = list;
  if (!items) return html`<p class="empty">${isLoading ? loading : ''}</p>`;
  return html`${items.length === 0 ? html`<p class="empty">${none}</p>` : view(items)}
  ${
    hasMore
      ? html`<button type="button" class="small more" ?disabled=${isLoading} @click=${() => void list.load()}>
          ${more}
        </button>`
      : nothing
  }`;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns a date and time, or nothing. */
export const moment = (at: number | undefined, { tag }: Language): TemplateResult | typeof nothing => {
  if (at === undefined) return nothing;
  const format =
    formats.get(tag) ?? new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  formats.set(tag, format);
  return html`<time datetime=${new Date(at).toISOString()}>${format.format(at)}</time>`;
};

/** Returns a button that looks like a link. */
export const link = (text: unknown, onClick: () => void): TemplateResult =>
  html`<button type="button" class="link" @click=${onClick}>${text}</button>`;

/** Returns a small button. */
export const button = (text: unknown, onClick: () => void, isDangerous = false): TemplateResult =>
  html`<button type="button" class=${isDangerous ? 'small danger' : 'small'} @click=${onClick}>
    ${text}
  </button>`;

/** Returns pairs of names and values; those without a value are left out. */
export const facts = (pairs: readonly (readonly [name: string, value: unknown])[]): TemplateResult =>
  html`<dl class="facts">
    ${pairs
      .filter(([, value]) => value !== nothing && value !== undefined && value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
