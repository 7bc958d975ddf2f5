import type { MessageItem } from '@chat/client';
import type { User } from '@chat/protocol';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageAction, MessageContext, RoomContext } from '../../core/feature.ts';
import { watchPart } from '../../core/watch-part.ts';
import { blockedTexts } from '../../i18n/blocked-texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import { blocksStyle } from './blocks.styles.ts';

const isBlocked = ({ room }: Pick<RoomContext, 'room'>, userId: string): boolean =>
  room.state.get().blocked.includes(userId);

/** The messages of blocked users that each list shows. */
const shown = new WeakMap<HTMLElement, Set<string>>();

const shownIn = (host: HTMLElement): Set<string> => {
  const all = shown.get(host) ?? new Set();
  shown.set(host, all);
  return all;
};

const isFromBlocked = (item: MessageItem, context: RoomContext): boolean =>
  !item.mine && item.deletedAt === undefined && isBlocked(context, item.author.id);

const isCollapsed = (item: MessageItem, context: RoomContext): boolean =>
  isFromBlocked(item, context) && !shownIn(context.host).has(item.id);

const toggle = ({ item, host }: MessageContext): void => {
  const all = shownIn(host);
  if (!all.delete(item.id)) all.add(item.id);
  host.requestUpdate();
};

/** Blocks or unblocks a user, and says so. */
const action = (context: RoomContext, { id, name }: User): MessageAction => {
  const { client, host, language } = context;
  const texts = blockedTexts(language.tag);
  const isOn = isBlocked(context, id);
  const run = async (): Promise<void> => {
    try {
      await client.users[isOn ? 'unblock' : 'block'](id);
      const done = isOn ? texts.unblocked : texts.blocked;
      emit(host, 'chat-note', { done: filledWith(done, { name: nameInText(name) }) });
    } catch (error) {
      emit(host, 'chat-error', { error });
    }
  };
  return {
    name: 'block',
    label: isOn ? texts.unblock : texts.block,
    icon: icons.ban,
    group: 'danger',
    secondary: true,
    ...(isOn ? {} : { confirm: filledWith(texts.confirm, { name: nameInText(name) }) }),
    run: () => void run(),
  };
};

/** Blocking a user for oneself: their messages are collapsed. */
export const blocks: Feature = {
  name: 'blocks',
  watch: ({ room }, changed) => [watchPart(room.state, ({ blocked }) => blocked, changed)],
  itemInputs: (item, context) => [isFromBlocked(item, context), isCollapsed(item, context)],
  rowClass: (context) => (isCollapsed(context.item, context) ? 'from-blocked' : ''),
  collapsed: (context) =>
    isCollapsed(context.item, context) ? blockedTexts(context.language.tag).message : '',
  renderAboveText: (context) => {
    const { item, language, tabindex } = context;
    if (!isFromBlocked(item, context)) return nothing;
    const texts = blockedTexts(language.tag);
    const collapsed = isCollapsed(item, context);
    return html`<div class="blocked-note">
      <span>${texts.message}</span>
      <button
        type="button"
        class="link"
        aria-expanded=${collapsed ? 'false' : 'true'}
        tabindex=${tabindex}
        @click=${() => toggle(context)}
      >
        ${collapsed ? texts.show : texts.hide}
      </button>
    </div>`;
  },
  actions: (context) => {
    const { mine, kind, author } = context.item;
    return mine || kind === 'system' || !author.name ? [] : [action(context, author)];
  },
  memberActions: (context) => (context.mine ? [] : [action(context, context.member.user)]),
  styles: { messages: blocksStyle },
};
