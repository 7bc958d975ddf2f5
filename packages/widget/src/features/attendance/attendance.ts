import { html, nothing } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { attendanceBarStyle } from './attendance.styles.ts';
import { attendanceTexts } from './texts.ts';

/** Attendance: a notice for everybody while it is recorded, and the list of hosts. */
export const attendance: Feature = {
  name: 'attendance',
  renderBar: ({ room, language }) => {
    const { room: settings } = room.state.get();
    if (!settings?.attendance || settings.phase === 'ended') return nothing;
    return html`<p class="attendance-bar">
      ${icons.people}<span>${attendanceTexts(language.tag).recorded}</span>
    </p>`;
  },
  tool: ({ room, language }) => {
    const { room: settings, can } = room.state.get();
    if (!settings?.attendance || !can?.['attendance:list']) return null;
    return { label: attendanceTexts(language.tag).title, icon: icons.people, inMenu: true };
  },
  panel: {
    title: (language) => attendanceTexts(language.tag).title,
    render: ({ room, client, language }) => {
      void import('./chat-attendance.ts');
      return html`<chat-attendance
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
      ></chat-attendance>`;
    },
  },
  styles: { room: attendanceBarStyle },
};
