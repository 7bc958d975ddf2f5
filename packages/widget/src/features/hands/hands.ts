import type { ChatRoom } from '@chat/client';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MemberContext, RoomContext, SlotContent } from '../../core/feature.ts';
import { openPanel } from '../../core/open-panel.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { handBarStyle } from './hands.styles.ts';
import { handsTexts } from './texts.ts';

const isOn = (room: ChatRoom): boolean => room.state.get().room?.hands === true;
const isHost = (room: ChatRoom): boolean => room.state.get().can?.['hand:call'] === true;

const run = ({ host }: Pick<RoomContext, 'host'>, work: Promise<unknown>): void =>
  void work.catch((error: unknown) => emit(host, 'chat-error', { error }));

const countText = (room: ChatRoom, { tag }: RoomContext['language']): string => {
  const count = room.hands.get().length;
  return count > 0 ? fillPlural(handsTexts(tag).waiting, count, tag) : '';
};

/** Announces raised hands to hosts. A call announces them itself. */
const announced = ({ room, language }: RoomContext): SlotContent =>
  isOn(room) && isHost(room)
    ? html`<p class="visually-hidden" role="status">
        ${room.groupCall.get()?.here ? '' : countText(room, language)}
      </p>`
    : nothing;

/** Below the header: the user's own raised hand, or the user whom a host has called on. */
const barOf = (context: RoomContext): SlotContent => {
  const { room, client, language } = context;
  const hands = isOn(room) ? room.hands.get() : [];
  const at = hands.findIndex(({ user }) => user.id === client.user?.id);
  const mine = hands[at];
  const [first] = hands;
  const called = first?.calledAt === undefined ? undefined : first;
  if (!mine && !called) return nothing;
  const texts = handsTexts(language.tag);
  const text = mine
    ? mine.calledAt === undefined
      ? fillText(texts.yours, { n: language.number(at + 1) })
      : texts.called
    : fillText(texts.hasFloor, { name: called?.user.name ?? '' });
  return html`<div class="hand-bar ${mine?.calledAt === undefined ? '' : 'called'}">
    ${icons.hand}
    <button
      type="button"
      class="hand-text"
      @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'hands')}
    >
      <span role="status" dir="auto">${text}</span>
    </button>
    ${
      mine
        ? html`<button type="button" class="link" @click=${() => run(context, room.hands.lower())}>
            ${texts.lower}
          </button>`
        : nothing
    }
  </div>`;
};

/** Next to the name of a member with a raised hand: its place. */
const markOf = ({ room, member, language }: MemberContext): SlotContent => {
  const at = isOn(room) ? room.hands.get().findIndex(({ user }) => user.id === member.user.id) : -1;
  if (at < 0) return nothing;
  const n = language.number(at + 1);
  return html`<span class="mark" role="img" aria-label=${fillText(handsTexts(language.tag).mark, { n })}
    >${icons.hand}${n}</span
  >`;
};

/** Raised hands: a button in the header, the places next to the names of members, and the list of hosts. */
export const hands: Feature = {
  name: 'hands',
  watch: ({ room }, changed) => [room.hands.subscribe(changed)],
  memberMark: markOf,
  renderBar: (context) => html`${announced(context)}${barOf(context)}`,
  tool: (context) => {
    const { room, client, language } = context;
    const { can } = room.state.get();
    if (!isOn(room)) return null;
    const texts = handsTexts(language.tag);
    const raised = room.hands.get();
    if (isHost(room))
      return {
        label: texts.title,
        icon: icons.hand,
        ...(raised.length > 0 && {
          waiting: { count: language.number(raised.length), text: countText(room, language) },
        }),
      };
    if (!can?.['hand:raise']) return null;
    const isUp = raised.some(({ user }) => user.id === client.user?.id);
    return {
      label: isUp ? texts.lower : texts.raise,
      icon: icons.hand,
      run: () => run(context, isUp ? room.hands.lower() : room.hands.raise()),
    };
  },
  panel: {
    title: (language, { room }) =>
      html`${handsTexts(language.tag).title} <span>${language.number(room.hands.get().length)}</span>`,
    render: ({ room, client, language }) => {
      void import('./chat-hands.ts');
      return html`<chat-hands lang=${language.tag} .client=${client} .room=${room.id}></chat-hands>`;
    },
  },
  styles: { room: handBarStyle },
};
