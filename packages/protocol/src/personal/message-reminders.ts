import * as v from 'valibot';
import { command } from '../command.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { id, messageId, time as moment } from '../fields.ts';
import { isTrue, nothing, schemaOf, time } from '../outputs.ts';

/** A reminder of a message that I set for myself. Only I see it. */
export interface MessageReminder {
  roomId: string;
  messageId: string;
  /** When I am reminded, ms since the epoch. */
  remindAt: number;
  /** I have been reminded, and have not dismissed it. */
  due?: true;
}

/** A reminder in the list, with its message. */
export interface ListedReminder extends MessageReminder {
  message: Message;
  /** The title of its room; may be empty. */
  title: string;
}

const entries = {
  roomId: v.string(),
  messageId: v.pipe(v.string(), v.uuid()),
  remindAt: v.pipe(time, v.description('when I am reminded, ms since the epoch')),
  due: isTrue,
};
const listed = schemaOf<ListedReminder>()(
  v.object({ ...entries, message: messageSchema, title: v.pipe(v.string(), v.description('of its room')) }),
);

const target = { roomId: id, messageId };

export const messageReminderCommands = {
  'message:remind': command<MessageReminder>()({
    http: 'PUT /rooms/:roomId/reminders/:messageId',
    summary: 'Remind me of a message at a time; again moves the reminder',
    input: v.strictObject({
      ...target,
      /** ms since the epoch. A time in the past means now. */
      remindAt: moment,
    }),
    output: v.object(entries),
  }),
  'message:cancelReminder': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/reminders/:messageId',
    summary: 'Cancel my reminder of a message, or dismiss one that is due',
    input: v.strictObject(target),
    output: nothing,
  }),
  'message:reminders': command<{ reminders: ListedReminder[] }>()({
    http: 'GET /reminders',
    summary: 'List my reminders of messages, of all rooms that I may read, in the order of their times',
    input: v.strictObject({}),
    output: v.object({ reminders: v.array(listed) }),
  }),
};
