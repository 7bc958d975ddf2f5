import type { MessageItem } from '@chat/client';
import { html, nothing, render, type TemplateResult } from 'lit';
import { deferred } from './deferred.ts';
import { avatar } from '../ui/avatar.ts';
import { icons } from '../ui/icons.ts';
import type { Language } from '../i18n/language.ts';
import { renderMessageSlot, messageWords } from './message-slots.ts';
import type { MessageContext, RoomContext } from '../core/feature.ts';
import type { MessageRow } from './rows.ts';
import { messageBody } from '../text/message-body.ts';

/** Rows without bubbles, own messages like all others: as wide as the list, the avatar and the time at the top. */
export const isRows = ({ host }: RoomContext): boolean => host.getAttribute('density') === 'rows';

/** Draws a message into its row. */
export const drawMessage = (
  element: HTMLElement,
  { first, last }: MessageRow,
  context: MessageContext,
  found: boolean,
): void => {
  const { item, room, language, tabindex } = context;
  const deleted = item.deletedAt !== undefined;
  const more = deferred.want(false);
  const rows = isRows(context);
  const own = item.mine && !rows;
  element.className = [
    'message',
    own ? 'own' : 'other',
    first && 'first',
    last && 'last',
    item.status,
    found && 'found',
    deleted && 'deleted',
    !deleted && more?.isEmojiOnly(item.text) && 'emoji',
    ...messageWords(context, 'rowClass'),
  ]
    .filter(Boolean)
    .join(' ');
  element.setAttribute('part', item.mine ? 'message message-own' : 'message');
  element.ariaLabel = more?.rowLabel(context) ?? null;
  const details = meta(context, last);
  const content = html`<div class="stack">
    ${first && !own ? (more?.authorName(context) ?? html`<button class="author" dir="auto">${item.author.name}</button>`) : nothing}
    <div
      class="line"
      data-time=${(rows ? !first : details === nothing) ? (more?.hoverTime(context) ?? nothing) : nothing}
    >
      ${(rows ? first : last) && !own ? html`<div class="side" @click=${more?.profileOpener(context) ?? nothing}>${avatar(item.author, room)}</div>` : nothing}
      <div class="bubble" part="bubble">
        ${deleted ? nothing : renderMessageSlot(context, 'renderAboveText')}
        <div
          dir="auto"
          class=${more?.oversizedLetters.test(item.text) ? 'message-body oversized' : 'message-body'}
        >
          ${
            deleted || item.text
              ? html`<span class="text"
                  >${deleted ? language.text('deleted') : (renderMessageSlot(context, 'renderText')[0] ?? messageBody(item.text, tabindex === 0, context))}</span
                >`
              : nothing
          }${details}
        </div>
        ${deleted ? nothing : renderMessageSlot(context, 'renderBelowText')}
      </div>
      ${more?.menuButton(context)}
    </div>
    ${renderMessageSlot(context, 'renderBelowBubble')}
    ${item.status === 'failed' ? more?.failureNotice(context) : nothing}
  </div>`;
  render(content, element);
};

/** Time and delivery state: once per group, and where a message is edited, marked or on its way. */
const meta = (context: MessageContext, last: boolean): TemplateResult | typeof nothing => {
  const { item, language } = context;
  const deleted = item.deletedAt !== undefined;
  const edited = item.editedAt !== undefined && !deleted;
  const waits = item.status === 'queued' || item.status === 'sending';
  const marks = deleted ? [] : renderMessageSlot(context, 'renderStatusIcon');
  const stays = last || edited || marks.length > 0;
  if (!stays && !waits) return nothing;
  return html`<span class="meta">
    ${marks}
    ${edited ? (renderMessageSlot(context, 'renderEdited')[0] ?? html`<span>${language.text('edited')}</span>`) : nothing}
    ${stays ? html`<time datetime=${new Date(item.createdAt).toISOString()}>${language.time(item.createdAt)}</time>` : nothing}
    ${item.mine && !deleted ? (renderMessageSlot(context, 'renderDeliveryIcon')[0] ?? stateIcon(item, language)) : nothing}
  </span>`;
};

const stateIcon = ({ status }: MessageItem, language: Language): TemplateResult =>
  html`<span class="state" title=${language.text(status)}
    >${status === 'failed' ? deferred.want(false)?.icons.alert : status === 'sent' ? icons.check : icons.clock}</span
  >`;
