import { html, nothing, render, type TemplateResult } from 'lit';
import { deferred } from './deferred.ts';
import { loadedParts } from '../core/lazy.ts';
import { renderInputs, itemInputs } from './message-slots.ts';
import { drawMessage, isRows } from './message-row.ts';
import type { ListContext, ListHandle, MessageContext, RoomContext } from '../core/feature.ts';
import type { Row } from './rows.ts';
import { messageBody } from '../text/message-body.ts';

export interface ListRowsOptions {
  context: RoomContext;
  list: ListHandle;
  /** Key of the row that is the tab stop; the last message if it is not in the list. */
  active: string | null;
  /** Id of the message that was searched for. */
  found: string | null;
}

interface Drawn {
  element: HTMLElement;
  inputs: readonly unknown[];
}

/** Draws rows into a list of its own and returns the list. */
export type ListRows = (rows: readonly Row[], options: ListRowsOptions) => HTMLElement;

/** Makes a list whose rows keep their elements. Unchanged rows are not drawn again. */
export const createListRows = (): ListRows => {
  const ol = document.createElement('ol');
  ol.setAttribute('role', 'list');
  let drawn = new Map<string, Drawn>();
  return (rows, options) => {
    const { context, active, found } = options;
    const { room, language, features } = context;
    const now = Date.now();
    const today = new Date(now).toDateString();
    const { can } = room.state.get();
    const shared = [
      language,
      can,
      features,
      today,
      isRows(context),
      loadedParts.length,
      ...renderInputs(context),
    ];
    const ofItem = itemInputs(context);
    const stop = tabStop(rows, active);
    const before = drawn;
    drawn = new Map(
      rows.map((row) => [row.key, before.get(row.key) ?? { element: newRow(ol, row), inputs: [] }]),
    );
    for (const [key, { element }] of before) if (!drawn.has(key)) element.remove();
    let next = ol.firstChild;
    for (const row of rows) {
      const known = drawn.get(row.key) as Drawn;
      const { element } = known;
      const isStop = row.key === stop;
      const isFound = found === row.key;
      const own = row.kind === 'message' ? [row.first, row.last, isFound, ...ofItem(row.item)] : [];
      const inputs = ['item' in row && row.item, isStop, ...own, ...shared];
      if (inputs.length !== known.inputs.length || inputs.some((input, at) => input !== known.inputs[at])) {
        known.inputs = inputs;
        drawRow(element, row, options, isStop, now);
      }
      if (element === next) next = element.nextSibling;
      else ol.insertBefore(element, next);
    }
    return ol;
  };
};

const newRow = (list: HTMLElement, { key, kind }: Row): HTMLElement => {
  const element = list.ownerDocument.createElement('li');
  element.dataset.key = key;
  if (kind === 'message' || kind === 'notice') element.dataset.message = '';
  if (kind !== 'message') {
    element.className = kind;
    if (kind !== 'gap') element.setAttribute('part', kind);
  }
  return element;
};

const tabStop = (rows: readonly Row[], active: string | null): string | undefined => {
  const messages = rows.filter(({ kind }) => kind === 'message' || kind === 'notice');
  return messages.some(({ key }) => key === active) ? (active ?? undefined) : messages.at(-1)?.key;
};

const drawRow = (
  element: HTMLElement,
  row: Row,
  { context, list, found }: ListRowsOptions,
  isStop: boolean,
  now: number,
): void => {
  const tabindex = isStop ? 0 : -1;
  if ('item' in row) element.tabIndex = tabindex;
  if (row.kind === 'day' || row.kind === 'unread' || row.kind === 'gap')
    return void render(plainRow(row, { ...context, list }, now), element);
  const message: MessageContext = { ...context, item: row.item, list, tabindex };
  if (row.kind === 'notice') return void render(notice(message), element);
  drawMessage(element, row, message, found === row.key);
};

const notice = (context: MessageContext): TemplateResult => {
  const { item, language, tabindex } = context;
  return html`<span
    >${messageBody(item.text, tabindex === 0, context)} <time>${language.time(item.createdAt)}</time></span
  >`;
};

/** Days, the unread divider and gaps. */
const plainRow = (
  row: Exclude<Row, { kind: 'message' | 'notice' }>,
  context: ListContext,
  now: number,
): TemplateResult => {
  const { language } = context;
  if (row.kind === 'day') {
    const day = language.day(row.at, now);
    return deferred.want(false)?.dayButton(day, context) ?? html`<span>${day}</span>`;
  }
  return html`<span
    >${row.kind === 'gap' ? deferred.want(false)?.icons.alert : nothing}${language.text(row.kind === 'gap' ? 'missing' : 'newMessages')}</span
  >`;
};
