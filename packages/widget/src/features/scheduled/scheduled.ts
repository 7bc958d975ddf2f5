import type { ScheduledContent, Stop } from '@chat/client';
import { html, nothing } from 'lit';
import { contentOf, hasContent, shownFeatures } from '../../composer/composer-slots.ts';
import { emit } from '../../core/emit.ts';
import type { ComposerContext, Feature, MessageAction, RoomContext } from '../../core/feature.ts';
import { onDevice } from '../../dom/browser-storage.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { pickTime } from '../../ui/chat-pick-time.ts';
import type { MenuPlacement } from '../../ui/message-menu.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import { morningPresets, timeTexts } from '../../ui/time-presets.ts';
import { scheduledMark } from './index.ts';
import { scheduledStyle } from './scheduled.styles.ts';
import { scheduledTexts } from './texts.ts';

const longPressMs = 500;
/** How long screen readers find what was scheduled last. */
const announcedMs = 8_000;
const announcements = new WeakMap<HTMLElement, string>();

const canSchedule = ({ room }: RoomContext): boolean => {
  const { room: settings, can } = room.state.get();
  return can?.['message:send'] === true && settings?.retention !== 'ephemeral';
};

/** The parts of a composed message that a scheduled one keeps. */
const scheduledContent = (context: ComposerContext): Omit<ScheduledContent, 'text'> => {
  const { replyTo, threadId, alsoToRoom, mentions, mentionsAll, to, data } = contentOf(context);
  return Object.fromEntries(
    Object.entries({ replyTo, threadId, alsoToRoom, mentions, mentionsAll, to, data }).filter(
      ([, value]) => value !== undefined,
    ),
  );
};

/** Empties the field and its draft, unless the user has written more. */
const clear = (context: ComposerContext, scheduled: string): void => {
  const { host } = context;
  for (const feature of shownFeatures(context)) feature.onSent?.(context);
  if (host.text !== scheduled) return;
  host.field?.setSelectionRange(0, host.text.length);
  host.insert('', 0);
};

const announce = (host: ComposerContext['host'], text: string): void => {
  announcements.set(host, text);
  host.requestUpdate();
  setTimeout(() => {
    announcements.delete(host);
    host.requestUpdate();
  }, announcedMs);
};

const schedule = async (context: ComposerContext, sendAt: number): Promise<void> => {
  const { host, room, language } = context;
  const written = host.text;
  const detail = { text: written.trim() };
  if (!detail.text || !emit(host, 'chat-before-send', detail, true) || !detail.text.trim()) return;
  await room.scheduled.schedule({ ...scheduledContent(context), text: detail.text }, sendAt);
  clear(context, written);
  const time = language.dateTime(sendAt);
  announce(host, fillText(scheduledTexts(language.tag).done, { time }));
};

const actionsOf = (context: ComposerContext): MessageAction[] => {
  const { host, language } = context;
  const texts = scheduledTexts(language.tag);
  const unavailable = hasContent(context) ? { unavailable: texts.noFiles } : {};
  const presets = morningPresets(Date.now(), language).map(({ name, label, at }) => ({
    name,
    label,
    icon: icons.later,
    ...unavailable,
    run: () => void schedule(context, at).catch((error: unknown) => emit(host, 'chat-error', { error })),
  }));
  const custom = {
    name: 'custom',
    label: timeTexts(language.tag).custom,
    icon: icons.calendar,
    ...unavailable,
    run: () =>
      pickTime(host, {
        language,
        title: texts.schedule,
        confirm: texts.confirm,
        onPick: (at) => schedule(context, at),
      }),
  };
  return [...presets, custom];
};

const openMenu = (context: ComposerContext, opener: HTMLElement, placement?: MenuPlacement): void =>
  openMenuAt(context.host, opener, actionsOf(context), placement);

/** Opens the menu by a long press or a right click on the button that sends. */
const watchPresses = (context: ComposerContext): Stop => {
  const root = context.host.shadowRoot;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpened = false;
  const senderIn = (event: Event): HTMLButtonElement | null => {
    const button = (event.target as Element).closest<HTMLButtonElement>('.send:not(:disabled)');
    return context.host.editing || !canSchedule(context) ? null : button;
  };
  const on = {
    contextmenu: (event: Event): void => {
      const button = senderIn(event);
      if (!button) return;
      event.preventDefault();
      if (!isOpened && timer === undefined) openMenu(context, button);
    },
    pointerdown: (event: Event): void => {
      const button = (event as PointerEvent).pointerType === 'mouse' ? null : senderIn(event);
      isOpened = false;
      if (!button) return;
      timer = setTimeout(() => {
        timer = undefined;
        isOpened = true;
        openMenu(context, button, { sheet: true });
      }, longPressMs);
    },
    pointerup: (): void => {
      clearTimeout(timer);
      timer = undefined;
    },
    pointercancel: (): void => on.pointerup(),
    /** The finger that opened the menu is lifted. */
    click: (event: Event): void => {
      if (!isOpened) return;
      isOpened = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
  };
  for (const [type, listener] of Object.entries(on)) root?.addEventListener(type, listener, true);
  return () => {
    on.pointerup();
    for (const [type, listener] of Object.entries(on)) root?.removeEventListener(type, listener, true);
  };
};

const openList = async (context: ComposerContext): Promise<void> => {
  const { host, language } = context;
  try {
    await import('./chat-scheduled.ts');
    const { room } = context;
    const list = Object.assign(document.createElement('chat-scheduled'), { room, language });
    list.lang = language.tag;
    host.shadowRoot?.append(list);
  } catch (error) {
    emit(host, 'chat-error', { error });
  }
};

const lineOf = (context: ComposerContext): unknown => {
  const { room, language, host } = context;
  const { items } = room.scheduled.get();
  const texts = scheduledTexts(language.tag);
  const failed = items.filter((each) => each.failed).length;
  const waiting = items.length - failed;
  const parts = [
    ...(failed > 0 ? [html`<b>${fillPlural(texts.failed, failed, language.tag)}</b>`] : []),
    ...(waiting > 0 ? [fillPlural(texts.waiting, waiting, language.tag)] : []),
  ];
  return html`${
      parts.length > 0 && !host.thread
        ? html`<button
            type="button"
            class="scheduled-line"
            aria-haspopup="dialog"
            @click=${() => void openList(context)}
          >
            ${icons.later}<span>${parts.map((part, at) => (at > 0 ? [' · ', part] : part))}</span>
          </button>`
        : nothing
    }<span class="visually-hidden" role="status">${announcements.get(host)}</span>`;
};

/** Messages that the server sends later: the menu at the button that sends, and a line above the field. */
export const scheduled: Feature = {
  name: 'scheduled',
  watch: (context, changed) => {
    const { room, host } = context;
    if (host.localName !== 'chat-composer') return [];
    room.scheduled.load().catch(() => {});
    const onChange = (): void => {
      onDevice.set(scheduledMark(room.id), room.scheduled.get().items.length > 0 ? '1' : '');
      changed();
    };
    return [room.scheduled.subscribe(onChange), watchPresses(context as ComposerContext)];
  },
  renderBeforeField: (context) => html`${lineOf(context)}`,
  renderTools: (context) => {
    if (!context.host.text.trim() || !canSchedule(context)) return nothing;
    const label = scheduledTexts(context.language.tag).schedule;
    return html`<button
      type="button"
      class="icon-button tool schedule"
      aria-haspopup="menu"
      aria-label=${label}
      title=${label}
      @click=${(event: Event) => openMenu(context, event.currentTarget as HTMLElement)}
    >
      ${icons.later}
    </button>`;
  },
  styles: { composer: scheduledStyle },
};
