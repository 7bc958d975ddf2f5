import type { MessageItem } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from './avatar.ts';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';
import { messageText } from './message-text.ts';
import type { MessageRow } from './rows.ts';
import { isEmojiOnly } from './text-segments.ts';

/** What a message row needs of its list. */
export interface MessageContext {
  language: Language;
  /** This row is the list's tab stop. */
  active: boolean;
  /** A menu button is offered. */
  hasActions: boolean;
  onMenu: (event: Event, item: MessageItem) => void;
  onRetry: (item: MessageItem) => void;
  onDiscard: (item: MessageItem) => void;
}

export const messageRow = (row: MessageRow, context: MessageContext, found: boolean): TemplateResult => {
  const { item, first, last } = row;
  const { active, language } = context;
  const classes = [
    'message',
    item.mine ? 'own' : 'other',
    first && 'first',
    last && 'last',
    item.status,
    found && 'found',
    item.deletedAt !== undefined && 'deleted',
    item.deletedAt === undefined && isEmojiOnly(item.text) && 'emoji',
  ];
  return html`<li
    class=${classes.filter(Boolean).join(' ')}
    part=${item.mine ? 'message message-own' : 'message'}
    data-key=${row.key}
    data-message
    tabindex=${active ? 0 : -1}
    aria-label=${label(item, language)}
  >
    ${item.mine ? nothing : html`<div class="side">${last ? avatar(item.author) : nothing}</div>`}
    <div class="stack">
      ${first && !item.mine ? name(item, language) : nothing}
      <div class="line">
        <div class="bubble" part="bubble">
          <div dir="auto">
            <span class="text"
              >${
                item.deletedAt === undefined ? messageText(item.text, active) : language.text('deleted')
              }</span
            >${meta(item, last, language)}
          </div>
        </div>
        ${context.hasActions ? menuButton(item, context) : nothing}
      </div>
      ${item.status === 'failed' ? failure(item, context) : nothing}
    </div>
  </li>`;
};

const name = ({ author }: MessageItem, language: Language): TemplateResult =>
  html`<div class="author" part="author" dir="auto" aria-hidden="true">
    ${author.name}${author.bot ? html`<span class="tag">${language.text('bot')}</span>` : nothing}
  </div>`;

/** Time and state stand once per group, and wherever there is something to tell. */
const meta = (item: MessageItem, last: boolean, language: Language): TemplateResult | typeof nothing => {
  const edited = item.editedAt !== undefined && item.deletedAt === undefined;
  const waits = item.status === 'queued' || item.status === 'sending';
  if (!last && !edited && !waits) return nothing;
  return html`<span class="meta">
    ${edited ? html`<span>${language.text('edited')}</span>` : nothing}
    ${last ? html`<time datetime=${new Date(item.createdAt).toISOString()}>${language.time(item.createdAt)}</time>` : nothing}
    ${item.mine && item.deletedAt === undefined ? stateIcon(item, language) : nothing}
  </span>`;
};

const stateIcon = ({ status }: MessageItem, language: Language): TemplateResult =>
  html`<span class="state" title=${language.text(status)}
    >${status === 'failed' ? icons.alert : status === 'sent' ? icons.check : icons.clock}</span
  >`;

const failure = (
  item: MessageItem,
  { language, active, onRetry, onDiscard }: MessageContext,
): TemplateResult => {
  const tabindex = active ? 0 : -1;
  return html`<div class="failure">
    <span>${language.text('failed')}${item.error ? html`. ${language.error(item.error)}` : nothing}</span>
    <span class="choices">
      <button type="button" class="link" tabindex=${tabindex} @click=${() => onRetry(item)}>
        ${language.text('retry')}
      </button>
      <button type="button" class="link quiet" tabindex=${tabindex} @click=${() => onDiscard(item)}>
        ${language.text('discard')}
      </button>
    </span>
  </div>`;
};

const menuButton = (item: MessageItem, { language, active, onMenu }: MessageContext): TemplateResult =>
  html`<button
    type="button"
    class="more"
    aria-haspopup="menu"
    aria-label=${language.text('messageActions')}
    tabindex=${active ? 0 : -1}
    @click=${(event: Event) => onMenu(event, item)}
  >
    ${icons.more}
  </button>`;

/** What a screen reader says of the row: who, what, when, and how it stands. */
const label = (item: MessageItem, language: Language): string => {
  const text = item.deletedAt === undefined ? item.text : language.text('deleted');
  const who = item.mine ? language.text('you') : item.author.name;
  const parts = [language.text('said', { name: who, text }), language.time(item.createdAt)];
  if (item.editedAt !== undefined) parts.push(language.text('edited'));
  if (item.mine) parts.push(language.text(item.status));
  return parts.join(', ');
};
