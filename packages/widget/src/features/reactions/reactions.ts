import type { ChatRoom } from '@chat/client';
import type { Reaction } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { emit } from '../../core/emit.ts';
import { countUse, mostUsed } from '../../emoji/recent-emoji.ts';
import { reactionGlyph, reactionName } from '../../emoji/custom-emoji.ts';
import { pickEmoji } from '../../emoji/pick-emoji.ts';
import { icons } from '../../ui/all-icons.ts';
import { openDialog } from '../../ui/open-dialog.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';
import { showTooltip } from './reaction-tooltip.ts';
import { reactionStyle } from './reactions.styles.ts';

/** The emoji in the menu of a message until the user has used others more often. */
const usual = ['\u{1F44D}', '\u2764\uFE0F', '\u{1F602}', '\u{1F62E}', '\u{1F622}', '\u{1F389}'];
/** How many of them are in the toolbar of a message. */
const inToolbar = 3;
/** Names in a label; who reacted beyond them is a number. */
const mostNames = 10;

/** Names of those who reacted and are not among the people of the room; another object when there are more. */
const namesIn = new WeakMap<ChatRoom, ReadonlyMap<string, string>>();
const asked = new WeakMap<ChatRoom, Set<string>>();

const nameOf = ({ room }: MessageContext, userId: string): string | undefined =>
  room.members.get().items.find(({ user }) => user.id === userId)?.user.name ??
  namesIn.get(room)?.get(userId);

/** The emoji with which the room allows reactions; null: all. */
const allowedIn = ({ room }: MessageContext): readonly string[] | null => {
  const { allowedReactions: allowed = 'all' } = room.state.get().room ?? {};
  return allowed === 'all' ? null : allowed;
};

const toggle = ({ room, item, host }: MessageContext, emoji: string): void =>
  void room.reactions.toggle(item.id, emoji).catch((error: unknown) => emit(host, 'chat-error', { error }));

/** Loads the names of absent users when the tooltip shows, once for each state of a reaction. */
const learnNames = async (context: MessageContext, { emoji, by, count }: Reaction): Promise<void> => {
  const { room, item, host } = context;
  const key = `${item.id} ${emoji} ${count}`;
  const before = asked.get(room) ?? new Set();
  if (before.has(key) || by.slice(0, mostNames).every((id) => isMe(context, id) || nameOf(context, id)))
    return;
  asked.set(room, before.add(key));
  const page = await room.reactions.list(item.id, emoji).catch(() => null);
  if (!page) return;
  const names = page.users.map(({ id, name }) => [id, name] as const);
  namesIn.set(room, new Map([...(namesIn.get(room) ?? []), ...names]));
  host.requestUpdate();
};

const isMe = ({ client }: MessageContext, userId: string): boolean => client.user?.id === userId;

/** "You, Ana and 3 others", as far as names are known. */
const whoReacted = (context: MessageContext, { by, count }: Reaction): string => {
  const { language } = context;
  const mine = by.some((id) => isMe(context, id));
  const others = by.filter((id) => !isMe(context, id)).flatMap((id) => nameOf(context, id) ?? []);
  const names = [...(mine ? [language.text('you')] : []), ...others].slice(0, mostNames);
  const rest = count - names.length;
  return language.list(rest > 0 ? [...names, language.plural('others', rest)] : names);
};

const chip = (context: MessageContext, reaction: Reaction): TemplateResult => {
  const { language, room, tabindex } = context;
  const { emoji, count, by } = reaction;
  const mine = by.some((id) => isMe(context, id));
  const isAllowed = mine || (allowedIn(context)?.includes(emoji) ?? true);
  const may = isAllowed && (room.state.get().can?.[mine ? 'reaction:remove' : 'reaction:add'] ?? false);
  const who = whoReacted(context, reaction);
  // The accessible name starts with the visible text, for voice control.
  const shown = `${reactionName(emoji, context)} ${language.number(count)}`;
  const showNames = (event: Event): void => {
    void learnNames(context, reaction);
    // A finger has no place to rest above it.
    const touch = (event as Partial<PointerEvent>).pointerType === 'touch';
    const target = event.currentTarget as HTMLElement;
    if (!touch && (event.type !== 'focus' || target.matches(':focus-visible'))) showTooltip(target);
  };
  return html`<button
    type="button"
    class="reaction"
    tabindex=${tabindex}
    data-who=${who}
    aria-pressed=${mine}
    aria-disabled=${may ? nothing : 'true'}
    aria-label=${language.text('reactedBy', { emoji: shown, who })}
    @click=${may ? () => toggle(context, emoji) : nothing}
    @pointerenter=${showNames}
    @focus=${showNames}
  >
    <span class="emoji" aria-hidden="true">${reactionGlyph(emoji, context)}</span
    ><span aria-hidden="true">${language.number(count)}</span>
  </button>`;
};

const quickAction = (context: MessageContext, emoji: string, at: number): MessageAction => {
  const mine = context.item.reactions.some(
    (each) => each.emoji === emoji && each.by.some((id) => isMe(context, id)),
  );
  return {
    name: 'reactions',
    label: context.language.text('reactWith', { emoji }),
    icon: html`<span class="emoji" aria-hidden="true">${emoji}</span>`,
    compact: true,
    checked: mine,
    toolbar: at < inToolbar,
    run: () => {
      if (!mine) countUse(emoji);
      toggle(context, emoji);
    },
  };
};

const anyAction = (context: MessageContext): MessageAction => ({
  name: 'reactions',
  label: context.language.text('addEmoji'),
  icon: icons.smile,
  compact: true,
  run: (opener) =>
    void pickEmoji(opener, allowedIn(context), context).then((emoji) =>
      emoji ? toggle(context, emoji) : undefined,
    ),
});

/** The full list of names, for touch and keyboard users and long lists. */
const whoAction = (context: MessageContext): MessageAction => ({
  name: 'reactions',
  label: `${context.language.text('reactions')}…`,
  icon: icons.heart,
  group: 'room',
  secondary: true,
  run: () => openDialog(context, 'chat-reactors', () => import('./reactors-dialog.ts')),
});

/** The emoji that the user uses most, and the picker, as far as the room allows them. */
const addActions = (context: MessageContext): MessageAction[] => {
  const allowed = allowedIn(context);
  const quick = allowed === null ? mostUsed(usual) : mostUsed(allowed).slice(0, usual.length);
  const shown = quick.filter((emoji) => allowed?.includes(emoji) ?? true);
  const hasMore = allowed === null || allowed.length > shown.length;
  return [
    ...shown.map((emoji, at) => quickAction(context, emoji, at)),
    ...(hasMore ? [anyAction(context)] : []),
  ];
};

/** Reactions below a message; one click adds the own one. */
export const reactions: Feature = {
  name: 'reactions',
  inputs: ({ room }) => [namesIn.get(room), room.state.get().room?.allowedReactions],
  renderBelowBubble: (context) => {
    const { item, language } = context;
    if (item.reactions.length === 0) return nothing;
    return html`<div class="reactions" role="group" aria-label=${language.text('reactions')}>
      ${item.reactions.map((reaction) => chip(context, reaction))}
    </div>`;
  },
  label: (context) =>
    context.item.reactions
      .map(({ emoji, count }) => `${reactionName(emoji, context)} ${context.language.number(count)}`)
      .join(', '),
  actions: (context) => [
    ...(context.room.state.get().can?.['reaction:add'] ? addActions(context) : []),
    ...(context.item.reactions.length > 0 ? [whoAction(context)] : []),
  ],
  styles: { messages: reactionStyle },
};
