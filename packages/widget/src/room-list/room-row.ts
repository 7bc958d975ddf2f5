import type { RoomSummary } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../ui/avatar.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { gistIn, nameOf, whenOf } from './room-preview.ts';
import { fillPlural, fillText } from '../i18n/fill-text.ts';
import { textPreview } from '../text/message-body.ts';
import { roomsTexts } from './texts.ts';

export interface RowOptions {
  /** User id. */
  me: string;
  language: Language;
  now: number;
  /** The hue of its picture, unless the picture is a user's. */
  hue?: number | undefined;
  /** It is the open room. */
  chosen: boolean;
  /** It is the tab stop. */
  active: boolean;
  /** The unsent text, if any. */
  draft: string;
  onChoose: () => void;
  onMenu: (opener: HTMLElement) => void;
}

const face = (summary: RoomSummary, hue?: number): TemplateResult => {
  const { room, peer } = summary;
  if (peer) return avatar(peer.user, null, peer.status === 'offline' ? undefined : peer.status);
  return avatar({ id: room.id, name: nameOf(summary) }, null, undefined, hue);
};

const badge = (count: number, most: number, words: string, language: Language, mark = ''): TemplateResult => {
  const shown = count >= most ? `${language.number(most - 1)}+` : language.number(count);
  return html`<span class="count ${mark}"
    ><span aria-hidden="true">${mark ? '@' : shown}</span><span class="visually-hidden">${words}</span></span
  >`;
};

const preview = (
  summary: RoomSummary,
  { me, language, draft }: RowOptions,
): TemplateResult | typeof nothing => {
  if (draft && !summary.groupCall)
    return html`<span class="preview" part="preview"
      ><span class="draft">${roomsTexts(language.tag).draft}:</span> <bdi>${textPreview(draft)}</bdi></span
    >`;
  const gist = gistIn(summary, me, language);
  if (!gist) return nothing;
  const { who, text, isPrivate, isNote } = gist;
  return html`<span class="preview ${isNote ? 'note' : ''}" part="preview"
    >${isPrivate ? icons.lock : nothing}${who ? html`<bdi class="author">${who}:</bdi> ` : nothing}<bdi
      >${text}</bdi
    ></span
  >`;
};

/** A room of the list. */
export const roomRow = (summary: RoomSummary, options: RowOptions): TemplateResult => {
  const { language, now, chosen, active, onChoose, onMenu } = options;
  const { room, unread, unreadMentions, lastMessage, activeAt, silencedUntil } = summary;
  const texts = roomsTexts(language.tag);
  const muted = silencedUntil !== undefined && silencedUntil > now;
  const { tag } = language;
  const menuAt = (event: Event): void => {
    event.preventDefault();
    const row = (event.currentTarget as HTMLElement).closest('li');
    onMenu(row?.querySelector<HTMLElement>('.more') ?? (event.currentTarget as HTMLElement));
  };
  return html`<li class="room ${unread > 0 && !muted ? 'news' : ''} ${chosen ? 'chosen' : ''}" part="room">
    <button
      type="button"
      class="row"
      data-room=${room.id}
      tabindex=${active ? 0 : -1}
      aria-current=${chosen ? 'true' : nothing}
      @click=${onChoose}
      @contextmenu=${menuAt}
    >
      ${face(summary, options.hue)}
      <span class="lines">
        <span class="line"
          ><span class="name"><bdi>${nameOf(summary)}</bdi></span
          >${
            muted
              ? html`<span class="muted"
                  >${icons.mute}<span class="visually-hidden">${texts.muted}</span></span
                >`
              : nothing
          }${lastMessage ? html`<time>${whenOf(activeAt, now, language)}</time>` : nothing}</span
        >
        <span class="line"
          >${preview(summary, options)}${
            unreadMentions > 0
              ? badge(unreadMentions, 100, fillPlural(texts.mentions, unreadMentions, tag), language, 'at')
              : nothing
          }${unread > 0 ? badge(unread, 1_000, fillPlural(texts.unread, unread, tag), language) : nothing}</span
        >
      </span>
    </button>
    <button
      type="button"
      class="icon-button more"
      tabindex=${active ? 0 : -1}
      aria-haspopup="menu"
      aria-label=${fillText(texts.actions, { name: nameOf(summary) })}
      @click=${menuAt}
    >
      ${icons.more}
    </button>
  </li>`;
};

/** An invitation to a room. */
export const invitationRow = (
  summary: RoomSummary,
  language: Language,
  busy: boolean,
  onAnswer: (accept: boolean) => void,
): TemplateResult => {
  const texts = roomsTexts(language.tag);
  return html`<li class="invitation" part="invitation">
    ${face(summary)}
    <span class="lines">
      <span class="name" title=${nameOf(summary)}><bdi>${nameOf(summary)}</bdi></span>
      <span class="preview" dir="auto"
        >${filledWith(texts.invites, { name: nameInText(summary.invitation?.by.name ?? '') })}</span
      >
      <span class="answers">
        <button type="button" class="primary" ?disabled=${busy} @click=${() => onAnswer(true)}>
          ${texts.accept}
        </button>
        <button type="button" class="quiet" ?disabled=${busy} @click=${() => onAnswer(false)}>
          ${texts.decline}
        </button>
      </span>
    </span>
  </li>`;
};
