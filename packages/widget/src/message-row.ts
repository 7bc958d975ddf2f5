import type { MessageItem } from '@chat/client';
import { html, nothing, render, type TemplateResult } from 'lit';
import { avatar } from './avatar.ts';
import { isEmojiOnly } from './emoji-only.ts';
import { openProfile, showsProfiles } from './first/users.ts';
import { editedMark } from './first/versions.ts';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';
import { piecesOf, wordsOf } from './message-places.ts';
import type { MessagePlace } from './places.ts';
import type { MessageRow } from './rows.ts';
import { gistOf, saidIn } from './said.ts';

/** What a message row needs of its list. */
export interface MessageContext extends MessagePlace {
  /** A menu button is offered. */
  hasActions: boolean;
  onMenu: (event: Event, place: MessagePlace) => void;
}

/** Draws a message into its row. */
export const drawMessage = (
  element: HTMLElement,
  { first, last }: MessageRow,
  context: MessageContext,
  found: boolean,
): void => {
  const { item, language, tabindex } = context;
  const deleted = item.deletedAt !== undefined;
  element.className = [
    'message',
    item.mine ? 'own' : 'other',
    first && 'first',
    last && 'last',
    item.status,
    found && 'found',
    deleted && 'deleted',
    !deleted && isEmojiOnly(item.text) && 'emoji',
    ...wordsOf(context, 'rowClass'),
  ]
    .filter(Boolean)
    .join(' ');
  element.setAttribute('part', item.mine ? 'message message-own' : 'message');
  element.ariaLabel = label(context);
  const content = html`${item.mine ? nothing : html`<div class="side" @click=${opener(context)}>${last ? avatar(item.author) : nothing}</div>`}
    <div class="stack">
      ${first && !item.mine ? name(context) : nothing}
      <div class="line">
        <div class="bubble" part="bubble">
          ${deleted ? nothing : piecesOf(context, 'above')}
          <div dir="auto" class="said">
            ${
              deleted || item.text
                ? html`<span class="text"
                    >${deleted ? language.text('deleted') : saidIn(item.text, tabindex === 0, context)}</span
                  >`
                : nothing
            }${meta(context, last)}
          </div>
          ${deleted ? nothing : piecesOf(context, 'below')}
        </div>
        ${context.hasActions ? menuButton(context) : nothing}
      </div>
      ${piecesOf(context, 'under')} ${item.status === 'failed' ? failure(context) : nothing}
    </div>`;
  render(content, element);
};

/** Opens the author's profile, where that is shown. Who was erased has none. */
const opener = (place: MessageContext): typeof nothing | (() => void) =>
  place.item.author.name && showsProfiles(place.features)
    ? () => openProfile(place, place.item.author)
    : nothing;

const name = (place: MessageContext): TemplateResult => {
  const { item, language, tabindex } = place;
  const { author } = item;
  const open = opener(place);
  const shown = html`${author.name || language.text('erasedUser')}${author.bot ? html`<span class="tag">${language.text('bot')}</span>` : nothing}`;
  return open === nothing
    ? html`<div class="author" part="author" dir="auto" aria-hidden="true">${shown}</div>`
    : html`<button
        type="button"
        class="author"
        part="author"
        dir="auto"
        aria-haspopup="dialog"
        tabindex=${tabindex}
        @click=${open}
      >
        ${shown}
      </button>`;
};

/** Time and state stand once per group, and wherever there is something to tell. */
const meta = (place: MessageContext, last: boolean): TemplateResult | typeof nothing => {
  const { item, language } = place;
  const deleted = item.deletedAt !== undefined;
  const edited = item.editedAt !== undefined && !deleted;
  const waits = item.status === 'queued' || item.status === 'sending';
  const marks = deleted ? [] : piecesOf(place, 'mark');
  if (!last && !edited && !waits && marks.length === 0) return nothing;
  return html`<span class="meta">
    ${marks} ${edited ? editedMark(place) : nothing}
    ${last ? html`<time datetime=${new Date(item.createdAt).toISOString()}>${language.time(item.createdAt)}</time>` : nothing}
    ${item.mine && !deleted ? (piecesOf(place, 'state')[0] ?? stateIcon(item, language)) : nothing}
  </span>`;
};

const stateIcon = ({ status }: MessageItem, language: Language): TemplateResult =>
  html`<span class="state" title=${language.text(status)}
    >${status === 'failed' ? icons.alert : status === 'sent' ? icons.check : icons.clock}</span
  >`;

const failure = ({ item, room, language, tabindex }: MessageContext): TemplateResult =>
  html`<div class="failure">
    <span>${language.text('failed')}${item.error ? html`. ${language.error(item.error)}` : nothing}</span>
    <span class="choices">
      <button type="button" class="link" tabindex=${tabindex} @click=${() => room.messages.retry(item.id)}>
        ${language.text('retry')}
      </button>
      <button
        type="button"
        class="link quiet"
        tabindex=${tabindex}
        @click=${() => room.messages.discard(item.id)}
      >
        ${language.text('discard')}
      </button>
    </span>
  </div>`;

/** Its dots are drawn by the style: an icon would be the most of a row's nodes. */
const menuButton = (context: MessageContext): TemplateResult =>
  html`<button
    type="button"
    class="more"
    aria-haspopup="menu"
    aria-label=${context.language.text('messageActions')}
    tabindex=${context.tabindex}
    @click=${(event: Event) => context.onMenu(event, context)}
  ></button>`;

/** What a screen reader says of the row: who, what, when, and how it stands. */
const label = (place: MessageContext): string => {
  const { item, language } = place;
  const text = item.deletedAt === undefined ? gistOf(item.text) : language.text('deleted');
  const who = item.mine ? language.text('you') : item.author.name || language.text('erasedUser');
  const parts = [language.text('said', { name: who, text }), language.time(item.createdAt)];
  if (item.editedAt !== undefined) parts.push(language.text('edited'));
  if (item.mine) parts.push(language.text(item.status));
  if (item.deletedAt === undefined) parts.push(...wordsOf(place, 'label'));
  return parts.join(', ');
};
