import type { ChatRoom } from '@chat/client';
import { html, nothing } from 'lit';
import { clock, duration } from '../../i18n/durations.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ComposerContext, Feature, RoomContext } from '../../core/feature.ts';
import { fieldLineStyle } from '../../styles/field-line.ts';

/** When the user last sent a message from this page, ms since the epoch by the local clock. */
const sentAt = new WeakMap<ChatRoom, number>();
const ticking = new WeakSet<HTMLElement>();

/** Pause between two messages of the user, ms; 0 if there is none. */
const pauseOf = ({ room, client }: RoomContext): number => {
  const { room: settings, me } = room.state.get();
  const role = client.user?.role ?? me?.role;
  return settings && (role === 'guest' || role === 'member') ? settings.slowModeSeconds * 1000 : 0;
};

/**
 * Returns the remaining wait, ms. Messages from the user's other pages count; a wrong clock costs one pause
 * at most.
 */
const waitOf = (context: ComposerContext): number => {
  const pauseMs = pauseOf(context);
  if (pauseMs === 0) return 0;
  const { room } = context;
  const last = room.messages.get().items.findLast(({ mine }) => mine)?.createdAt ?? 0;
  const leftMs = Math.max(last, sentAt.get(room) ?? 0) + pauseMs - Date.now();
  return leftMs > pauseMs ? 0 : Math.max(0, leftMs);
};

const timeOf = (leftMs: number, pauseMs: number, { tag }: Language): string => {
  const seconds = Math.ceil((leftMs || pauseMs) / 1000);
  // The countdown shows every second.
  const inUnits = seconds < 60 || (leftMs === 0 && seconds % 60 === 0);
  return inUnits ? duration(seconds, tag) : clock(seconds * 1000, tag);
};

/** Redraws the composer every second. */
const tick = (host: ComposerContext['host'], leftMs: number): void => {
  if (ticking.has(host)) return;
  ticking.add(host);
  setTimeout(
    () => {
      ticking.delete(host);
      host.requestUpdate();
    },
    leftMs % 1000 || 1000,
  );
};

/** Slow mode: shows the pause between messages, and counts down to the next one. */
export const slowMode: Feature = {
  name: 'slow-mode',
  watch: (context, changed) => [context.room.messages.subscribe(() => pauseOf(context) > 0 && changed())],
  renderAboveField: (context) => {
    const pauseMs = pauseOf(context);
    if (pauseMs === 0 || context.host.editing) return nothing;
    const leftMs = waitOf(context);
    if (leftMs > 0) tick(context.host, leftMs);
    const time = timeOf(leftMs, pauseMs, context.language);
    return html`<p class="slow-mode ${leftMs > 0 ? 'waiting' : ''}" role="timer">
      ${icons.hourglass}<span
        >${context.language.text(leftMs > 0 ? 'slowModeWait' : 'slowMode', { time })}</span
      >
    </p>`;
  },
  blockSend: (context) => waitOf(context) > 0,
  onSent: ({ room }) => void sentAt.set(room, Date.now()),
  styles: { composer: fieldLineStyle },
};
