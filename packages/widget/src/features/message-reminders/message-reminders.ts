import type { ListedReminder } from '@chat/protocol';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageAction, MessageContext, RoomContext } from '../../core/feature.ts';
import { onDevice } from '../../dom/browser-storage.ts';
import { duration } from '../../i18n/durations.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { unblockedPreview } from '../../text/blocked-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { pickTime } from '../../ui/chat-pick-time.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import { showRoom } from '../../ui/show-room.ts';
import { morningPresets, timeTexts } from '../../ui/time-presets.ts';
import { canRemind, reminderMark } from './index.ts';
import { reminderBarStyle } from './message-reminders.styles.ts';
import { messageReminderTexts } from './texts.ts';

const minuteMs = 60_000;
/** Offered in addition to the next mornings, minutes. */
const soon = [20, 60] as const;

interface Place {
  roomId: string;
  messageId: string;
}

const set = async ({ client }: RoomContext, { roomId, messageId }: Place, remindAt: number) => {
  await client.reminders.set(roomId, messageId, remindAt);
  onDevice.set(reminderMark, '1');
};

/** The times that the menu offers. `onSet` is called with the time that was set. */
const choices = (context: RoomContext, place: Place, onSet: (at: number) => void): MessageAction[] => {
  const { language, host } = context;
  const texts = messageReminderTexts(language.tag);
  const remind = async (at: number): Promise<void> => {
    await set(context, place, at);
    onSet(at);
  };
  const run = (at: number) => (): void =>
    void remind(at).catch((error: unknown) => emit(host, 'chat-error', { error }));
  const now = Date.now();
  return [
    ...soon.map((minutes) => ({
      name: `in-${minutes}`,
      label: fillText(texts.in, { time: duration(minutes * 60, language.tag) }),
      icon: icons.later,
      run: () => run(Date.now() + minutes * minuteMs)(),
    })),
    ...morningPresets(now, language).map(({ name, label, at }) => ({
      name,
      label,
      icon: icons.later,
      run: run(at),
    })),
    {
      name: 'custom',
      label: timeTexts(language.tag).custom,
      icon: icons.calendar,
      run: () => pickTime(host, { language, title: texts.remind, confirm: texts.confirm, onPick: remind }),
    },
  ];
};

const action = (context: MessageContext): MessageAction => {
  const { item, room, client, host, language, list } = context;
  const place = { roomId: room.id, messageId: item.id };
  const texts = messageReminderTexts(language.tag);
  const known = client.reminders
    .get()
    .items.find((each) => each.roomId === room.id && each.messageId === item.id && !each.due);
  const base = { name: 'message-reminders', icon: icons.alarm, group: 'message', secondary: true } as const;
  if (known)
    return {
      ...base,
      label: fillText(texts.cancel, { time: language.dateTime(known.remindAt) }),
      run: () =>
        void client.reminders.remove(room.id, item.id).then(
          () => list.say(texts.cancelled),
          (error: unknown) => emit(host, 'chat-error', { error }),
        ),
    };
  const onSet = (at: number): void => list.say(fillText(texts.done, { time: language.dateTime(at) }));
  return { ...base, label: texts.remind, reveals: choices(context, place, onSet), run: () => {} };
};

const dismiss = ({ client, host }: RoomContext, { roomId, messageId }: Place): void =>
  void client.reminders
    .remove(roomId, messageId)
    .catch((error: unknown) => emit(host, 'chat-error', { error }));

const go = async (context: RoomContext, { roomId, messageId }: Place): Promise<void> => {
  const { host, room, language } = context;
  if (roomId !== room.id) showRoom(host, roomId, language, messageId);
  else await (host as { scrollToMessage?(id: string): Promise<boolean> }).scrollToMessage?.(messageId);
};

/** A bar with the first reminder that is due; the others follow when it is dismissed. */
const bar = (context: RoomContext, due: ListedReminder, count: number) => {
  const { language } = context;
  const texts = messageReminderTexts(language.tag);
  const { author } = due.message;
  const text = unblockedPreview(due.message, context);
  const more = count > 1 ? ` (${language.number(count)})` : '';
  return html`<section class="due-reminder" aria-label=${texts.reminder}>
    <span class="visually-hidden" role="alert">${texts.reminder}: ${author.name}: ${text}</span>
    <button type="button" class="shown" @click=${() => void go(context, due)}>
      ${icons.alarm}<span
        ><b>${texts.reminder}${more}</b><span class="about" dir="auto">${author.name}: ${text}</span></span
      >
    </button>
    <button
      type="button"
      class="icon-button"
      aria-haspopup="menu"
      aria-label=${texts.snooze}
      title=${texts.snooze}
      @click=${(event: Event) =>
        openMenuAt(
          context.host,
          event.currentTarget as HTMLElement,
          choices(context, due, () => {}),
        )}
    >
      ${icons.later}
    </button>
    <button
      type="button"
      class="icon-button"
      aria-label=${texts.dismiss}
      title=${texts.dismiss}
      @click=${() => dismiss(context, due)}
    >
      ${icons.close}
    </button>
  </section>`;
};

/** Reminders of messages: an entry in the menu of a message, and a bar once they are due. */
export const messageReminders: Feature = {
  name: 'message-reminders',
  watch: ({ client, host }, changed) =>
    host.localName === 'chat-room' ? [client.reminders.subscribe(changed)] : [],
  actions: (context) => (canRemind(context) ? [action(context)] : []),
  renderBar: (context) => {
    const due = context.client.reminders.get().items.filter((each) => each.due);
    return due[0] ? bar(context, due[0], due.length) : nothing;
  },
  styles: { room: reminderBarStyle },
};
