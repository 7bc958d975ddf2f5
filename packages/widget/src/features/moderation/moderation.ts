import type { ChatRoom } from '@chat/client';
import { html } from 'lit';
import { exportTool } from './export-button.ts';
import { icons } from '../../ui/all-icons.ts';
import { openDialog } from '../../ui/open-dialog.ts';
import { openPersonMenu, personActions } from './person-menu.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';
import { loadAttachmentPreview } from '../../text/attachment-preview.ts';

/** Rooms whose reports are loaded. */
const followed = new WeakSet<ChatRoom>();

const follow = (room: ChatRoom): void => {
  if (followed.has(room) || !room.state.get().can?.['report:resolve']) return;
  followed.add(room);
  room.reports.load().catch(() => followed.delete(room));
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
  icon: icons.shield,
  group: 'danger',
  run: (opener) => openPersonMenu(opener, context, context.item.author),
});

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
