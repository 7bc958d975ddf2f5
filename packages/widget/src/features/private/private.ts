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
import { clippedName } from '../../ui/clipped-name.ts';
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

const namesOf = (context: RoomContext, userIds: readonly string[]): string => {
  const { client, language } = context;
  const me = client.user?.id;
  const [mine, others] = [userIds.filter((id) => id === me), userIds.filter((id) => id !== me)];
  return language.list([
    ...mine.map(() => language.text('privateYou')),
    ...others.map((id) => nameIn(context, id) ?? language.text('somebody')),
  ]);
};

const label = (context: RoomContext, userIds: readonly string[]): string =>
  context.language.text('privateTo', { names: namesOf(context, userIds) });

/** Replies to a message, privately to all its recipients if it is private. */
const reply = ({ item, host, language }: MessageContext): MessageAction => ({
  name: 'private',
  label: language.text('replyPrivately'),
  icon: icons.lock,
  group: 'respond',
  secondary: true,
  run: () => {
    emit(host, 'chat-compose', { feature: 'replies', detail: item });
    emit(host, 'chat-compose', { feature: 'private', detail: { to: [item.author.id, ...(item.to ?? [])] } });
  },
});

/** `more`: in addition to the current recipients. */
const compose = (detail: unknown, context: ComposerContext): void => {
  const { host, client } = context;
  const { to, more = false } = detail as { to: readonly string[]; more?: boolean };
  const all = new Set([...(more ? recipientsIn(context) : []), ...to]);
  all.delete(client.user?.id ?? '');
  // An edit does not change the recipients.
  if (host.editing) host.cancel();
  choose(context, [...all]);
};

const clear = (context: ComposerContext): void => {
  const { host } = context;
  choose(context, []);
  host.requestUpdate();
  host.focus();
};

/** Private messages: recipients above the text, and writing to them. */
export const privateMessages: Feature = {
  name: 'private',
  watch: ({ room }, changed) => [watchNames(room, changed)],
  inputs: ({ room }) => [namesVersion(room)],
  rowClass: ({ item }) => (item.to ? 'private' : ''),
  renderAboveText: (context) =>
    context.item.to
      ? html`<div class="private-to" part="private">
          ${icons.lock}${clippedName(label(context, context.item.to))}
        </div>`
      : nothing,
  label: (context) => (context.item.to ? label(context, context.item.to) : ''),
  // A thread has the same readers as its first message.
  actions: (context) =>
    !context.item.mine && mayWrite(context) && !context.host.hasAttribute('thread') ? [reply(context)] : [],
  memberActions: (context) =>
    !context.mine && !context.member.invitedBy && mayWrite(context)
      ? [
          {
            name: 'private',
            label: context.language.text('messagePrivately'),
            icon: icons.lock,
            run: (opener) =>
              emit(opener, 'chat-compose', {
                feature: 'private',
                detail: { to: [context.member.user.id], more: true },
              }),
          },
        ]
      : [],
  onCompose: compose,
  renderAboveField: (context) => {
    const { host, language } = context;
    const to = recipientsIn(context);
    if (to.length === 0 || host.editing) return nothing;
    return html`<div class="private-chip" role="group" aria-label=${label(context, to)}>
      ${icons.lock}<span class="private-names clipped" role="status" dir="auto" title=${label(context, to)}
        >${label(context, to)}</span
      >
      <button
        type="button"
        class="icon-button"
        aria-label=${language.text('writeToAll')}
        title=${language.text('writeToAll')}
        @click=${() => clear(context)}
      >
        ${icons.close}
      </button>
    </div>`;
  },
  onKeyDown: (event, context) => {
    const { host } = context;
    if (event.key !== 'Escape' || host.editing || host.text || recipientsIn(context).length === 0)
      return false;
    event.stopPropagation();
    clear(context);
    return true;
  },
  sendContent: (context) => {
    const to = recipientsIn(context);
    return to.length > 0 ? { to: [...to] } : {};
  },
  styles: { messages: privateMessageStyle, composer: privateComposerStyle },
};
