import type { ChatRoom } from '@chat/client';
import { html, nothing } from 'lit';
import { exportTool } from './export-button.ts';
import { icons } from '../../ui/all-icons.ts';
import { openDialog } from '../../ui/open-dialog.ts';
import { openPersonMenu, personActions } from './person-menu.ts';
import type { Feature, MessageAction, MessageContext, RoomContext, SlotContent } from '../../core/feature.ts';
import { fieldLineStyle } from '../../styles/field-line.ts';
import { duration } from '../../i18n/durations.ts';
import { loadAttachmentPreview } from '../../text/attachment-preview.ts';

/** Rooms whose reports are loaded. */
const followed = new WeakSet<ChatRoom>();

const follow = (room: ChatRoom): void => {
  if (followed.has(room) || !room.state.get().can?.['report:resolve']) return;
  followed.add(room);
  room.reports.load().catch(() => followed.delete(room));
  room.approval.load().catch(() => followed.delete(room));
};

const report = (context: MessageContext): MessageAction => ({
  name: 'report',
  label: context.language.text('report'),
  icon: icons.flag,
  group: 'danger',
  run: () => {
    // The quoted message may have a call or a voice note.
    const load = (): Promise<unknown> =>
      Promise.all([import('./report-dialog.ts'), loadAttachmentPreview(context.item)]);
    openDialog(context, 'chat-report', load);
  },
});

const moderate = (context: MessageContext): MessageAction => ({
  name: 'moderate',
  label: context.language.text('moderatePerson', { name: context.item.author.name }),
  icon: icons.moderatePerson,
  group: 'danger',
  run: (opener) => openPersonMenu(opener, context, context.item.author),
});

/** Reminds moderators of the limits that apply to others, above their own field. */
const limitsOnOthers = ({ room, language }: RoomContext): SlotContent => {
  const { room: settings, can } = room.state.get();
  // A member under a limit sees it already: as a notice in place of the field, or as a countdown.
  if (!settings || !can?.['room:update'] || !can['message:send']) return nothing;
  const { frozen, slowModeSeconds } = settings;
  const time = duration(slowModeSeconds, language.tag);
  return html`
    ${frozen ? html`<p class="limit">${icons.lock}<span>${language.text('roomFrozen')}</span></p>` : nothing}
    ${
      slowModeSeconds > 0
        ? html`<p class="limit">${icons.hourglass}<span>${language.text('slowMode', { time })}</span></p>`
        : nothing
    }
  `;
};

/** Moderation: actions on members, reports, the room's settings, and the audit log. */
export const moderation: Feature = {
  name: 'moderation',
  watch: ({ room }, changed) => {
    follow(room);
    return [room.state.subscribe(() => follow(room)), room.reports.subscribe(changed)];
  },
  actions: (context) => {
    const { item, room } = context;
    if (item.mine || !item.author.id) return [];
    return [
      ...(personActions(context, item.author).length > 0 ? [moderate(context)] : []),
      ...(room.state.get().can?.['message:report'] ? [report(context)] : []),
    ];
  },
  renderAboveField: limitsOnOthers,
  styles: { composer: fieldLineStyle },
  memberActions: (context) => (context.mine ? [] : personActions(context, context.member.user)),
  tool: (context) => {
    const { room, language } = context;
    if (!room.state.get().can?.['report:resolve']) return exportTool(context);
    const { items, hasMore } = room.reports.get();
    const count = items.length;
    return {
      label: language.text('moderation'),
      icon: icons.shield,
      ...(count > 0
        ? {
            waiting: {
              count: language.number(count) + (hasMore ? '+' : ''),
              text: language.plural('openReports', count),
            },
          }
        : {}),
    };
  },
  panel: {
    title: (language) => language.text('moderation'),
    render: ({ room, client, language, host }) => {
      void import('./chat-moderation.ts');
      return html`<chat-moderation
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .list=${host}
      ></chat-moderation>`;
    },
  },
};
