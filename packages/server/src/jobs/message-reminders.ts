import { ChatError } from '@chat/protocol';
import type { PersonalEvents } from '../cluster/personal-events.ts';
import type { Logger } from '../logger.ts';
import type { Notifier } from '../push/notifier.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RecordOf, TimelineStore } from '../storage/contract/storage.ts';
import {
  dueReminderKind,
  reminderKind,
  type DueReminderBody,
} from '../storage/decide/personal/message-reminders.ts';

/** Reminds users of messages. */
export interface MessageReminders {
  /** Runs one round: makes due reminders due, and notifies their users. */
  sweep(): Promise<void>;
}

interface MessageRemindersDeps {
  storage: { timeline: Pick<TimelineStore, 'dueRecords'> };
  rooms: Pick<RoomRegistry, 'open'>;
  personal: PersonalEvents;
  push: Pick<Notifier, 'onReminder'> | null;
  now(): number;
  logger: Logger;
}

const pageLimit = 100;

/** Every node looks for due reminders. The store accepts one of several attempts, which notifies the user. */
export const createMessageReminders = ({
  storage,
  rooms,
  personal,
  push,
  now,
  logger,
}: MessageRemindersDeps): MessageReminders => {
  let running: Promise<void> | null = null;

  const fire = async ({ roomId, record }: RecordOf): Promise<void> => {
    const { user: actor, messageId } = record.body as DueReminderBody;
    try {
      const room = await rooms.open(roomId);
      if (!room) return;
      const { records = [] } = await room.commit({ kind: 'fire-reminder', actor, at: now(), messageId });
      const own = records.find(({ kind }) => kind === reminderKind(actor.id));
      const due = own?.body ? own : null;
      personal.onChanged('reminder', roomId, actor.id, messageId, due);
      const message = due && (await room.timeline.message(roomId, messageId, { reader: actor.id }));
      if (message) void push?.onReminder(actor.id, message);
    } catch (error) {
      // Another node was first, or its user has changed it.
      if (error instanceof ChatError && error.reason === 'not_scheduled') return;
      logger.error({ err: error, roomId }, 'a reminder of a message failed');
    }
  };

  const round = async (): Promise<void> => {
    const tried = new Set<string>();
    for (;;) {
      const due = await storage.timeline.dueRecords(dueReminderKind, {
        at: Math.floor(now()),
        limit: pageLimit,
      });
      const fresh = due.filter(({ roomId, record }) => !tried.has(`${roomId} ${record.key}`));
      for (const each of fresh) tried.add(`${each.roomId} ${each.record.key}`);
      await Promise.all(fresh.map(fire));
      if (due.length < pageLimit || fresh.length === 0) return;
    }
  };

  return { sweep: () => (running ??= round().finally(() => (running = null))) };
};
