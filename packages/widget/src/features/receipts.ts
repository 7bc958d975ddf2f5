import type { MessageItem } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../avatar.ts';
import { icons } from '../more-icons.ts';
import { nameIn, namesVersion, watchNames } from '../names.ts';
import { openPanel } from '../panel-state.ts';
import type { Feature, MessagePlace, Piece, RoomPlace } from '../places.ts';
import { readText, receiptTexts } from '../receipt-texts.ts';
import { readersStyle, readMarkStyle } from '../style/receipts.ts';

/** The server tells of watermarks in rooms of at most so many people. */
const mostTold = 50;

/** Who else has read up to a message, by user id; of a private one, those who have it. */
const readersOf = (
  { seq, to, author, status }: Pick<MessageItem, 'seq' | 'to' | 'author' | 'status'>,
  { room }: Pick<RoomPlace, 'room'>,
): string[] =>
  status === 'sent'
    ? Object.entries(room.receipts.get().others)
        .filter(([userId, read]) => read >= seq && userId !== author.id && to?.includes(userId) !== false)
        .map(([userId]) => userId)
    : [];

const readMark = (place: MessagePlace): Piece => {
  const { item, language } = place;
  const { length } = item.mine ? readersOf(item, place) : [];
  if (length === 0) return nothing;
  return html`<span class="read-mark" title=${readText(length, language.tag)}
    >${icons.check}${icons.check}</span
  >`;
};

const people = (userIds: readonly string[], place: RoomPlace, label: string): TemplateResult =>
  html`<ul class="readers" role="list" aria-label=${label}>
    ${userIds.map((id) => {
      const name = nameIn(place, id) ?? id;
      return html`<li>
        ${avatar({ id, name })}<span><bdi>${name}</bdi></span>
      </li>`;
    })}
  </ul>`;

const renderReaders = (place: RoomPlace, detail: unknown): TemplateResult => {
  const { room, client, language } = place;
  const texts = receiptTexts(language.tag);
  const item = room.messages.get().items.find(({ id }) => id === detail);
  if (!item) return html`<p class="nobody-read">${language.text('unavailable')}</p>`;
  const readers = readersOf(item, place);
  if (room.presence.get().occupancy > mostTold)
    return html`<p class="nobody-read">
      ${readers.length > 0 ? readText(readers.length, language.tag) : texts.nobody}
    </p>`;
  const here = item.to ?? room.members.get().items.map(({ user }) => user.id);
  const others = here.filter((id) => !readers.includes(id) && id !== client.user?.id);
  return html`${readers.length > 0 ? people(readers, place, texts.readBy) : html`<p class="nobody-read">${texts.nobody}</p>`}
  ${
    others.length > 0
      ? html`<h3>${texts.notYet}</h3>
          ${people(others, place, texts.notYet)}`
      : nothing
  }`;
};

/** How far others have read: two checks on one's own messages, and who they are. */
export const receipts: Feature = {
  name: 'receipts',
  watch: ({ room }, changed) => {
    // Of a large room the server tells no watermarks, and nobody looks through a list of them.
    if (room.presence.get().occupancy <= mostTold) room.receipts.load().catch(() => {});
    return [room.receipts.subscribe(changed), watchNames(room, changed)];
  },
  inputs: ({ room }) => [namesVersion(room)],
  itemInputs: (item, place) => [item.mine ? readersOf(item, place).length : 0],
  state: readMark,
  label: (place) => {
    const { length } = place.item.mine ? readersOf(place.item, place) : [];
    return length === 0 ? '' : readText(length, place.language.tag);
  },
  actions: ({ item, language, host }) =>
    item.mine
      ? [
          {
            name: 'receipts',
            label: `${receiptTexts(language.tag).readBy}…`,
            icon: icons.people,
            run: () => openPanel(host, 'receipts', item.id),
          },
        ]
      : [],
  panel: {
    title: (language) => receiptTexts(language.tag).readBy,
    render: renderReaders,
  },
  styles: { messages: readMarkStyle, room: readersStyle },
};
