import type { ChatRoom, MessageItem, Stop } from '@chat/client';
import { isThreadOnly, type ErrorBody } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import { nameIn, namesVersion, watchNames } from '../../core/member-names.ts';
import { openPanel } from '../../core/open-panel.ts';
import type { Feature, MessageAction, MessageContext, SlotContent, RoomContext } from '../../core/feature.ts';
import { clippedName } from '../../ui/clipped-name.ts';
import { readText, receiptTexts } from './texts.ts';
import { readersStyle, readMarkStyle } from './receipts.styles.ts';
import { watchPart } from '../../core/watch-part.ts';

/** The server reports read markers only in small rooms. */
const hasReaders = ({ room, client }: RoomContext): boolean =>
  room.presence.get().occupancy <= (client.limits?.receiptOccupancy ?? 0);

type ReadableMessage = Pick<MessageItem, 'seq' | 'to' | 'author' | 'status' | 'threadId' | 'alsoToRoom'>;

/** Returns the ids of other users who have read a message; of a private one, of its recipients. */
const reachedBy = (
  { seq, to, author, status }: ReadableMessage,
  { room }: Pick<RoomContext, 'room'>,
  how: 'seq' | 'delivered',
): string[] =>
  status === 'sent'
    ? Object.entries(room.receipts.get().others)
        .filter(
          ([userId, mark]) => mark[how] >= seq && userId !== author.id && to?.includes(userId) !== false,
        )
        .map(([userId]) => userId)
    : [];

/** A read marker in the room says nothing about messages that are only in a thread. */
const readersOf = (item: ReadableMessage, context: Pick<RoomContext, 'room'>): string[] =>
  isThreadOnly(item) ? [] : reachedBy(item, context, 'seq');

/** Returns whether an own message was delivered or read. Null: neither. */
const standingOf = (context: MessageContext): { text: string; read: boolean } | null => {
  const { item, language } = context;
  if (!item.mine) return null;
  const { length } = readersOf(item, context);
  if (length > 0) return { text: readText(length, language.tag), read: true };
  if (reachedBy(item, context, 'delivered').length === 0) return null;
  return { text: receiptTexts(language.tag).delivered, read: false };
};

const readMark = (context: MessageContext): SlotContent => {
  const standing = standingOf(context);
  if (!standing) return nothing;
  return html`<span class=${standing.read ? 'read-mark' : 'read-mark delivered'} title=${standing.text}
    >${icons.check}${icons.check}</span
  >`;
};

/** Watches what others have read: the list shows marks, the panel shows names. The own marker moves with every message and is not shown. */
const watchReceipts = ({ room, host }: RoomContext, changed: () => void): Stop[] => {
  const isFrame = host.localName === 'chat-room';
  if (!isFrame && host.localName !== 'chat-messages') return [];
  const onChange = (): void => {
    if (!isFrame || host.shadowRoot?.querySelector('.panel')) changed();
  };
  return [
    watchPart(room.receipts, ({ others }) => others, onChange),
    watchPart(room.receipts, ({ turn }) => turn, onChange),
  ];
};

const markUnread = ({ item, room, language, host }: MessageContext): MessageAction => ({
  name: 'unread',
  label: receiptTexts(language.tag).markUnread,
  icon: icons.unread,
  group: 'room',
  secondary: true,
  run: () =>
    void room.receipts.unread(item.seq).catch((error: unknown) => emit(host, 'chat-error', { error })),
});

const people = (
  userIds: readonly string[],
  context: RoomContext,
  label: string,
  note: (userId: string) => string = () => '',
): TemplateResult =>
  html`<ul class="readers" role="list" aria-label=${label}>
    ${userIds.map((id) => {
      const name = nameIn(context, id) ?? id;
      const time = note(id);
      return html`<li>
        ${avatar({ id, name }, context.room)}${clippedName(name)}${time ? html`<small>${time}</small>` : nothing}
      </li>`;
    })}
  </ul>`;

/** When a user read a message: exactly, if their marker stopped there, else at the latest then. */
const readTime = ({ seq }: ReadableMessage, { room, language }: RoomContext, userId: string): string => {
  const { at, seq: upTo } = room.receipts.get().others[userId] ?? {};
  if (at === undefined) return '';
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const time = isToday ? language.time(at) : language.dateTime(at);
  return upTo === seq ? time : receiptTexts(language.tag).by.replace('{time}', time);
};

/** The number of readers in a large room, as of when the panel opened; an error, or null while it loads. */
const counts = new WeakMap<ChatRoom, Map<string, string | ErrorBody | null>>();

const countIn = (context: RoomContext, messageId: string): string | ErrorBody | null => {
  const { room, host, language } = context;
  const known = counts.get(room) ?? new Map<string, string | ErrorBody | null>();
  counts.set(room, known);
  const count = known.get(messageId);
  if (count !== undefined) return count;
  known.set(messageId, null);
  const put = (found: string | ErrorBody): void => {
    known.set(messageId, found);
    host.requestUpdate();
  };
  room.receipts.count(messageId).then(
    ({ read }) => put(read > 0 ? readText(read, language.tag) : receiptTexts(language.tag).nobody),
    (error: ErrorBody) => put(error),
  );
  return null;
};

const renderCount = (context: RoomContext, messageId: string): TemplateResult => {
  const count = countIn(context, messageId);
  const countText = typeof count === 'string' ? count : count && context.language.error(count);
  return html`<p class="nobody-read" role="status" aria-busy=${countText === null}>${countText ?? '…'}</p>`;
};

const renderReaders = (context: RoomContext, detail: unknown): TemplateResult => {
  const { room, client, language } = context;
  const texts = receiptTexts(language.tag);
  const item = room.messages.get().items.find(({ id }) => id === detail);
  if (!item) return html`<p class="nobody-read">${language.text('unavailable')}</p>`;
  if (!hasReaders(context)) return renderCount(context, item.id);
  const readers = readersOf(item, context);
  const here =
    item.to ?? room.members.get().items.flatMap(({ user, invitedBy }) => (invitedBy ? [] : user.id));
  const reached = reachedBy(item, context, 'delivered').filter((id) => !readers.includes(id));
  const others = here.filter(
    (id) => !readers.includes(id) && !reached.includes(id) && id !== client.user?.id,
  );
  const section = (ids: string[], title: string): SlotContent =>
    ids.length > 0
      ? html`<h3>${title}</h3>
          ${people(ids, context, title)}`
      : nothing;
  return html`${readers.length > 0 ? people(readers, context, texts.readBy, (id) => readTime(item, context, id)) : html`<p class="nobody-read">${texts.nobody}</p>`}
  ${section(reached, texts.deliveredTo)}${section(others, texts.notYet)}`;
};

/**
 * Read receipts: two checks on own messages once delivered, coloured once read, a list of the readers, and
 * an action that marks messages as unread.
 */
export const receipts: Feature = {
  name: 'receipts',
  watch: (context, changed) => {
    const { room } = context;
    // In a large room the server reports no markers, and the list would be too long.
    if (hasReaders(context)) room.receipts.load().catch(() => {});
    return [...watchReceipts(context, changed), watchNames(room, changed)];
  },
  inputs: ({ room }) => [namesVersion(room)],
  itemInputs: (item, context) =>
    item.mine ? [readersOf(item, context).length, reachedBy(item, context, 'delivered').length] : [],
  renderDeliveryIcon: readMark,
  label: (context) => standingOf(context)?.text ?? '',
  actions: (context) => {
    const { item, language, host } = context;
    // Read receipts do not cover messages that are only in a thread.
    if (isThreadOnly(item)) return [];
    if (!item.mine) return [markUnread(context)];
    return [
      {
        name: 'receipts',
        label: `${receiptTexts(language.tag).readBy}…`,
        icon: icons.people,
        group: 'room',
        secondary: true,
        run: () => {
          counts.get(context.room)?.delete(item.id);
          openPanel(host, 'receipts', item.id);
        },
      },
    ];
  },
  panel: {
    title: (language) => receiptTexts(language.tag).readBy,
    render: renderReaders,
  },
  styles: { messages: readMarkStyle, room: readersStyle },
};
