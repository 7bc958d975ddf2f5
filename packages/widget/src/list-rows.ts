import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';
import { cameLate } from './late.ts';
import { hasActions, inputsOf, itemInputsOf } from './message-places.ts';
import { messageRow } from './message-row.ts';
import type { ListHandle, MessagePlace, RoomPlace } from './places.ts';
import type { Row } from './rows.ts';
import { saidIn } from './said.ts';

export interface ListRowsOptions {
  place: RoomPlace;
  list: ListHandle;
  /** Key of the row that Tab comes to; the last message when it is not there. */
  active: string | null;
  /** Id of the message that was looked for. */
  found: string | null;
  onMenu: (event: Event, place: MessagePlace) => void;
}

/** The rows of a list. A message that did not change is not drawn again. */
export const listRows = (
  rows: readonly Row[],
  { place, list, active, found, onMenu }: ListRowsOptions,
): TemplateResult => {
  const { room, language, features } = place;
  const now = Date.now();
  const today = new Date(now).toDateString();
  const { can } = room.state.get();
  const shared = [language, can, features, today, cameLate.length, ...inputsOf(place)];
  const stop = tabStop(rows, active);
  const drawn = (row: Row): unknown => {
    const isStop = row.key === stop;
    if (row.kind !== 'message') return plainRow(row, language, now, isStop);
    const { item, first, last } = row;
    const isFound = found === item.id;
    return guard([item, first, last, isStop, isFound, ...shared, ...itemInputsOf(item, place)], () => {
      const message: MessagePlace = { ...place, item, list, tabindex: isStop ? 0 : -1 };
      return messageRow(row, { ...message, hasActions: hasActions(message), onMenu }, isFound);
    });
  };
  return html`<ol role="list">
    ${repeat(rows, (row) => row.key, drawn)}
  </ol>`;
};

const tabStop = (rows: readonly Row[], active: string | null): string | undefined => {
  const messages = rows.filter(({ kind }) => kind === 'message' || kind === 'notice');
  return messages.some(({ key }) => key === active) ? (active ?? undefined) : messages.at(-1)?.key;
};

/** Rows that nobody wrote: days, the unread divider, gaps, notices. */
const plainRow = (
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
      <span>${icons.alert}${language.text('missing')}</span>
    </li>`;
  return html`<li class="notice" part="notice" data-key=${row.key} data-message tabindex=${active ? 0 : -1}>
    <span>${saidIn(row.item.text, active)} <time>${language.time(row.item.createdAt)}</time></span>
  </li>`;
};
