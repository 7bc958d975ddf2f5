import type { Call, EventOf, ListedReminder } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createOwnList, type OwnList } from '../../state/own-list.ts';
import type { Readable } from '../../state/readable.ts';

/** My reminders of messages, of all rooms, in the order of their times. Those with `due` are to be shown. */
export type ReminderList = OwnList<ListedReminder>;

/** Reminders of messages that I set for myself, in all rooms. */
export interface Reminders extends Readable<ReminderList> {
  /** Loads them and keeps them current from then on, through every reconnect. */
  load(): Promise<void>;
  /** Sets a reminder of a message, or moves it. `remindAt`: ms since the epoch. Rejects with `ChatError`. */
  set(roomId: string, messageId: string, remindAt: number): Promise<void>;
  /** Cancels a reminder, or dismisses one that is due. */
  remove(roomId: string, messageId: string): Promise<void>;
}

export interface RemindersFeature {
  api: LazyPart<Reminders>;
  receive(event: EventOf<'reminder:changed'>): void;
  /** Connected again: events may have been missed. */
  online(): void;
  forget(): void;
}

export const messageReminders = (call: Call, onChange: () => void): RemindersFeature => {
  const list = createOwnList(async () => (await call('message:reminders', {})).reminders, onChange);
  const without = (roomId: string, messageId: string): void =>
    list.remove((each) => each.roomId === roomId && each.messageId === messageId);
  return {
    receive: ({ roomId, messageId, reminder }) => {
      if (reminder === null) without(roomId, messageId);
      list.again();
    },
    online: list.again,
    forget: list.forget,
    api: {
      get: list.get,
      load: list.load,
      set: async (roomId, messageId, remindAt) =>
        void (await call('message:remind', { roomId, messageId, remindAt })),
      remove: async (roomId, messageId) => {
        await call('message:cancelReminder', { roomId, messageId });
        without(roomId, messageId);
      },
    },
  };
};
