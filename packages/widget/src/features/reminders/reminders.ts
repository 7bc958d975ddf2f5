import { startToRemindOf } from '@chat/protocol';
import { css, html, nothing } from 'lit';
import type { Language } from '../../i18n/language.ts';
import { reminderText } from './texts.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const ticking = new WeakSet<HTMLElement>();

/** Rounds to whole minutes: ten minutes and a second are ten minutes, the last seconds are one minute. */
const whenOf = (leftMs: number, tag: string): string => {
  const [unitMs, unit] =
    leftMs < 2 * hourMs
      ? ([minuteMs, 'minute'] as const)
      : leftMs < 2 * dayMs
        ? ([hourMs, 'hour'] as const)
        : ([dayMs, 'day'] as const);
  const left = Math.max(1, Math.round(leftMs / unitMs));
  return new Intl.RelativeTimeFormat(tag).format(left, unit);
};

const sentence = (start: number, now: number, language: Language): string => {
  const isToday = new Date(start).toDateString() === new Date(now).toDateString();
  return reminderText(language.tag)
    .replace('{when}', whenOf(start - now, language.tag))
    .replace('{time}', isToday ? language.time(start) : language.dateTime(start));
};

/**
 * Announces a text once its live region is in the page, and removes it afterwards so that it does not go
 * stale.
 */
const sayAfterMs = 500;
const clearAfterMs = 8_000;
/** Announces a reminder to screen readers. */
const saying = new WeakMap<HTMLElement, { about: string; text: string }>();

/** Announces each reminder once; the bar itself is not a live region, or it would interrupt every minute. */
const announced = (host: RoomContext['host'], about: string, text: string): string => {
  const known = saying.get(host);
  if (known?.about === about) return known.text;
  const now = { about, text: '' };
  saying.set(host, now);
  const say = (what: string): void => {
    now.text = what;
    host.requestUpdate();
  };
  setTimeout(say, sayAfterMs, text);
  setTimeout(say, sayAfterMs + clearAfterMs, '');
  return '';
};

/** Redraws the bar every minute, and when the room starts. */
const tick = (host: RoomContext['host'], leftMs: number): void => {
  if (ticking.has(host)) return;
  ticking.add(host);
  setTimeout(
    () => {
      ticking.delete(host);
      host.requestUpdate();
    },
    Math.min(leftMs, minuteMs / 2) + 50,
  );
};

/** A bar under the header that shows when the room starts. */
export const reminders: Feature = {
  name: 'reminders',
  renderBar: ({ room, host, language }) => {
    const about = room.state.get().room;
    const now = Date.now();
    const start = about && startToRemindOf(about, now);
    if (!start) return nothing;
    tick(host, start - now);
    const text = sentence(start, now, language);
    return html`<p class="reminder" role="timer">${icons.calendar}<span>${text}</span></p>
      <p class="visually-hidden" role="status">
        ${announced(host, `${about.id} ${start} ${about.reminded?.beforeMs}`, text)}
      </p>`;
  },
  styles: {
    room: css`
      .reminder {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0;
        padding-inline: 16px;
        padding-block: 8px;
        border-block-end: 1px solid var(--_line);
        background: var(--_sunken);
        font-size: 0.92em;
        font-weight: 550;
        font-variant-numeric: tabular-nums;
      }
      .reminder svg {
        flex: none;
        inline-size: 18px;
        block-size: 18px;
        color: var(--_accent-text);
      }
    `,
  },
};
