import { html, nothing, type TemplateResult } from 'lit';
import { modeErrorText } from '../i18n/mode-errors.ts';
import { badgeTexts } from '../core/author-badge.ts';
import { openProfile, showsProfiles } from '../core/open-profile.ts';
import { isRows } from './message-row.ts';
import { hasActions } from './message-actions.ts';
import { messageWords, shownText } from './message-slots.ts';
import type { MessageContext, RoomContext, SlotContent } from '../core/feature.ts';
import { textPreview } from '../text/message-body.ts';
import { emit } from '../core/emit.ts';
import { icons } from '../ui/icons.ts';
import { hueIn } from '../ui/avatar.ts';

export { dayButton } from '../date-jump/day-button.ts';

/** Shown while nobody has written. */
export const emptyState = ({ room, language }: RoomContext): TemplateResult =>
  html`<slot name="empty">
    <div class="blank">
      <span class="badge">${icons.bubble}</span>
      <p class="blank-title">${language.text('emptyTitle')}</p>
      ${room.state.get().can?.['message:send'] === false ? nothing : html`<p>${language.text('emptyText')}</p>`}
    </div>
  </slot>`;

/** Opens the menu of a message for its button. */
const openMenu = async (event: Event, context: MessageContext): Promise<void> => {
  const opener = event.currentTarget as HTMLElement;
  // Zero if a key or a script presses the button.
  const { detail } = event as UIEvent;
  try {
    const { openActions } = await import('./gestures/open-actions.ts');
    await openActions(opener, context, { touch: false, pressed: detail > 0 });
  } catch {
    emit(context.host, 'chat-error', { error: { code: 'disconnected' } });
  }
};

const emoji =
  /^(?:\p{RI}\p{RI}|[#*\d]\uFE0F?\u20E3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F?)[\p{EMod}\u{E0020}-\u{E007F}]*(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*|\s)+$/u;

/** Whether a text is one to three emoji and nothing else, which are shown large. */
export const isEmojiOnly = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 60 || !emoji.test(trimmed)) return false;
  return [...new Intl.Segmenter().segment(trimmed.replace(/\s/gu, ''))].length <= 3;
};

/** Letters with many combining marks or joiners, which may grow to any width and height. */
export const oversizedLetters =
  /\p{M}{3}|[\p{Cf}\u0d4e\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u{11000}-\u{11fff}\u{12000}-\u{1254f}]/u;

/** The error of a message that could not be sent, with buttons to retry or discard. */
export const failureNotice = ({
  item,
  room,
  language,
  tabindex,
}: MessageContext): TemplateResult | typeof nothing =>
  // The feature of approval shows that a moderator rejected it.
  item.error?.reason === 'not_approved'
    ? nothing
    : html`<div class="failure">
        <span
          >${language.text('failed')}${item.error ? html`. ${modeErrorText(language.tag, item.error.reason) ?? language.error(item.error)}` : nothing}</span
        >
        <span class="choices">
          <button
            type="button"
            class="link"
            tabindex=${tabindex}
            @click=${() => room.messages.retry(item.id)}
          >
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

/** Returns a function that opens the author's profile, if profiles are shown. Erased users have none. */
export const profileOpener = (context: MessageContext): typeof nothing | (() => void) =>
  context.item.author.name && showsProfiles(context.features)
    ? () => void openProfile(context, context.item.author)
    : nothing;

/** The author's name above a group. */
export const authorName = (context: MessageContext): TemplateResult => {
  const { item, room, language, tabindex } = context;
  const { author: user } = item;
  const named = `author hue-${hueIn(user.id, room)}`;
  const open = profileOpener(context);
  const badges = badgeTexts(context, user).map((text) => html`<span class="tag">${text}</span>`);
  const shown = html`${user.name || language.text('erasedUser')}${badges}${isRows(context) ? html`<time>${language.time(item.createdAt)}</time>` : nothing}`;
  return open === nothing
    ? html`<div class=${named} part="author" dir="auto" title=${user.name} aria-hidden="true">${shown}</div>`
    : html`<button
        type="button"
        class=${named}
        part="author"
        dir="auto"
        title=${user.name}
        aria-haspopup="dialog"
        tabindex=${tabindex}
        @click=${open}
      >
        ${shown}
      </button>`;
};

/** The style draws the dots: an icon would be most of a row's nodes. */
export const menuButton = (context: MessageContext): SlotContent =>
  hasActions(context)
    ? html`<button
        type="button"
        class="more"
        aria-haspopup="menu"
        aria-label=${context.language.text('messageActions')}
        tabindex=${context.tabindex}
        @click=${(event: Event) => void openMenu(event, context)}
      ></button>`
    : nothing;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time shown next to a message inside a group on hover, without AM or PM to fit its place. */
export const hoverTime = ({ item, language: { tag } }: MessageContext): string => {
  const format = clocks.get(tag) ?? new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
  clocks.set(tag, format);
  const parts = format.formatToParts(item.createdAt).filter(({ type }) => type !== 'dayPeriod');
  return parts
    .map(({ value }) => value)
    .join('')
    .trim();
};

/** The label of the row for screen readers: author, text, time, state. */
export const rowLabel = (context: MessageContext): string => {
  const { item, language } = context;
  const [collapsed] = messageWords(context, 'collapsed');
  const text =
    collapsed ?? (item.deletedAt === undefined ? textPreview(shownText(context)) : language.text('deleted'));
  const who = item.mine ? language.text('you') : item.author.name || language.text('erasedUser');
  const badges = badgeTexts(context, item.author);
  const name = badges.length > 0 ? `${who} (${badges.join(', ')})` : who;
  const parts = [language.text('said', { name, text }), language.time(item.createdAt)];
  if (item.editedAt !== undefined) parts.push(language.text('edited'));
  if (item.mine) parts.push(language.text(item.status));
  if (item.deletedAt === undefined && !collapsed) parts.push(...messageWords(context, 'label'));
  return parts.join(', ');
};
