import type { MessageItem } from '@chat/client';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type {
  Feature,
  MemberContext,
  MessageAction,
  MessageContext,
  SlotContent,
} from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { pendingNoteStyle } from './approval.styles.ts';
import { approvalTexts } from './texts.ts';

const isRejected = ({ error }: MessageItem): boolean => error?.reason === 'not_approved';

/** Below the author's own message: that it waits, or that it was rejected and why. */
const noteOf = ({ item, room, language, tabindex, host }: MessageContext): SlotContent => {
  if (item.status !== 'pending' && !isRejected(item)) return nothing;
  const texts = approvalTexts(language.tag);
  const remove = (): void =>
    void room.approval.withdraw(item.id).catch((error: unknown) => emit(host, 'chat-error', { error }));
  // Without a reason, the error has the server's words.
  const reason = item.error && !item.error.requestId && isRejected(item) ? item.error.message : '';
  return html`<div class="approval-note">
    <span dir="auto"
      >${isRejected(item) ? html`${texts.notApproved}${reason ? html` <q dir="auto">${reason}</q>` : nothing}` : language.text('pending')}</span
    >
    <button type="button" class="link" tabindex=${tabindex} @click=${remove}>
      ${isRejected(item) ? texts.dismiss : texts.withdraw}
    </button>
  </div>`;
};

/** In the menu of a member, for moderators: their messages wait again after their author was trusted. */
const memberActions = ({ room, member, mine, language, host }: MemberContext): MessageAction[] => {
  const { room: settings, can } = room.state.get();
  const isConcerned = member.role === 'guest' || member.role === 'member';
  if (mine || !isConcerned || !can?.['message:moderate'] || (settings?.approval ?? 'off') === 'off')
    return [];
  const texts = approvalTexts(language.tag);
  const untrust = async (): Promise<void> => {
    try {
      await room.approval.untrust(member.user.id);
      emit(host, 'chat-note', { done: texts.untrusted.replace('{name}', () => member.user.name) });
    } catch (error) {
      emit(host, 'chat-error', { error });
    }
  };
  return [
    {
      name: 'untrust',
      label: texts.untrust,
      icon: icons.hourglass,
      group: 'room',
      run: () => void untrust(),
    },
  ];
};

/** Messages that wait for approval: a note for their author, and the queue of moderators. */
export const approval: Feature = {
  name: 'approval',
  watch: ({ room }, changed) => [room.approval.subscribe(changed)],
  renderBelowBubble: noteOf,
  memberActions,
  itemInputs: ({ status, error }) => [status, error],
  label: ({ item, language }) => (isRejected(item) ? approvalTexts(language.tag).notApproved : ''),
  tool: ({ room, language }) => {
    const { room: settings, can } = room.state.get();
    const { count } = room.approval.get();
    if (!can?.['message:moderate'] || ((settings?.approval ?? 'off') === 'off' && count === 0)) return null;
    const texts = approvalTexts(language.tag);
    return {
      label: texts.title,
      icon: icons.hourglass,
      ...(count > 0 && {
        waiting: {
          count: language.number(count),
          text: fillPlural(texts.waiting, count, language.tag),
        },
      }),
    };
  },
  panel: {
    title: (language) => approvalTexts(language.tag).title,
    render: ({ room, client, language }) => {
      void import('./chat-approval.ts');
      return html`<chat-approval lang=${language.tag} .client=${client} .room=${room.id}></chat-approval>`;
    },
  },
  styles: { messages: pendingNoteStyle },
};
