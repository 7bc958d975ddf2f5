import { html, type TemplateResult } from 'lit';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';
import { messageText } from './message-text.ts';
import type { Row } from './rows.ts';

/** Rows that nobody wrote: days, the unread divider, gaps, notices. */
export const listRow = (
  row: Exclude<Row, { kind: 'message' }>,
  language: Language,
  now: number,
  active: boolean,
): TemplateResult => {
  if (row.kind === 'day')
    return html`<li class="day" part="day" data-key=${row.key}>
      <span>${language.day(row.at, now)}</span>
    </li>`;
  if (row.kind === 'unread')
    return html`<li class="unread" part="unread" data-key=${row.key}>
      <span>${language.text('newMessages')}</span>
    </li>`;
  if (row.kind === 'gap')
    return html`<li class="gap" data-key=${row.key}>
      <span>${icons.alert}${language.plural('missing', row.missing)}</span>
    </li>`;
  return html`<li class="notice" part="notice" data-key=${row.key} data-message tabindex=${active ? 0 : -1}>
    <span
      >${messageText(row.item.text, { focusable: active })}
      <time>${language.time(row.item.createdAt)}</time></span
    >
  </li>`;
};
