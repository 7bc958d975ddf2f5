import type { ChatRoom } from '@chat/client';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import { nameIn, namesVersion, watchNames } from '../../core/member-names.ts';
import type {
  ComposerContext,
  Feature,
  MessageAction,
  MessageContext,
  RoomContext,
} from '../../core/feature.ts';
import { privateComposerStyle, privateMessageStyle } from './private.styles.ts';

/**
 * Recipients of the next messages, by composer and room: a composer shows another room after the user chooses one. They stay
 * until the user removes them, since the next message is likely for the same.
 */
const chosen = new WeakMap<HTMLElement, WeakMap<ChatRoom, readonly string[]>>();

const recipientsIn = ({ host, room }: ComposerContext): readonly string[] =>
  chosen.get(host)?.get(room) ?? [];

const choose = ({ host, room }: ComposerContext, userIds: readonly string[]): void => {
  const byRoom = chosen.get(host) ?? new WeakMap();
  chosen.set(host, byRoom.set(room, userIds));
};

const mayWrite = ({ room }: RoomContext): boolean => {
  const { can, room: shown } = room.state.get();
  return can?.['message:send'] === true && shown?.type !== 'direct';
};

const namesOf = (place: RoomContext, userIds: readonly string[]): string => {
  const { client, language } = place;
  const me = client.user?.id;
  const [mine, others] = [userIds.filter((id) => id === me), userIds.filter((id) => id !== me)];
  return language.list([
    ...mine.map(() => language.text('privateYou')),
    ...others.map((id) => nameIn(place, id) ?? language.text('somebody')),
  ]);
};

const label = (place: RoomContext, userIds: readonly string[]): string =>
  place.language.text('privateTo', { names: namesOf(place, userIds) });

/** Quotes it, and is to all who have it when it is private. */
const reply = ({ item, host, language }: MessageContext): MessageAction => ({
  name: 'private',
  label: language.text('replyPrivately'),
  icon: icons.lock,
  run: () => {
    emit(host, 'chat-compose', { feature: 'replies', detail: item });
    emit(host, 'chat-compose', { feature: 'private', detail: { to: [item.author.id, ...(item.to ?? [])] } });
  },
});

/** `more`: beside those it is to already. */
const compose = (detail: unknown, place: ComposerContext): void => {
  const { host, client } = place;
  const { to, more = false } = detail as { to: readonly string[]; more?: boolean };
  const all = new Set([...(more ? recipientsIn(place) : []), ...to]);
  all.delete(client.user?.id ?? '');
  // What is edited is to whom it was.
  if (host.editing) host.cancel();
  choose(place, [...all]);
};

const clear = (place: ComposerContext): void => {
  const { host } = place;
  choose(place, []);
  host.requestUpdate();
  host.focus();
};

/** Private messages: whom one is to, above its text; and writing one. */
export const privateMessages: Feature = {
  name: 'private',
  watch: ({ room }, changed) => [watchNames(room, changed)],
  inputs: ({ room }) => [namesVersion(room)],
  rowClass: ({ item }) => (item.to ? 'private' : ''),
  renderAboveText: (place) =>
    place.item.to
      ? html`<div class="private-to" part="private">
          ${icons.lock}<span dir="auto">${label(place, place.item.to)}</span>
        </div>`
      : nothing,
  label: (place) => (place.item.to ? label(place, place.item.to) : ''),
  // A thread has the readers of its first message, and no others.
  actions: (place) =>
    !place.item.mine && mayWrite(place) && !place.host.hasAttribute('thread') ? [reply(place)] : [],
  memberActions: (place) =>
    !place.mine && !place.member.invitedBy && mayWrite(place)
      ? [
          {
            name: 'private',
            label: place.language.text('messagePrivately'),
            icon: icons.lock,
            run: (opener) =>
              emit(opener, 'chat-compose', {
                feature: 'private',
                detail: { to: [place.member.user.id], more: true },
              }),
          },
        ]
      : [],
  onCompose: compose,
  renderAboveField: (place) => {
    const { host, language } = place;
    const to = recipientsIn(place);
    if (to.length === 0 || host.editing) return nothing;
    return html`<div class="private-chip" role="group" aria-label=${label(place, to)}>
      ${icons.lock}<span class="private-names" role="status" dir="auto">${label(place, to)}</span>
      <button
        type="button"
        class="icon-button"
        aria-label=${language.text('writeToAll')}
        title=${language.text('writeToAll')}
        @click=${() => clear(place)}
      >
        ${icons.close}
      </button>
    </div>`;
  },
  onKeyDown: (event, place) => {
    const { host } = place;
    if (event.key !== 'Escape' || host.editing || host.text || recipientsIn(place).length === 0) return false;
    event.stopPropagation();
    clear(place);
    return true;
  },
  sendContent: (place) => {
    const to = recipientsIn(place);
    return to.length > 0 ? { to: [...to] } : {};
  },
  styles: { messages: privateMessageStyle, composer: privateComposerStyle },
};
