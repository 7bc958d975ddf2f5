import {
  ChatError,
  pageSize,
  type Input,
  type Message,
  type ScheduledMessage,
  type ScheduledPage,
  type scheduledCommands,
} from '@chat/protocol';
import { roomOfRecord } from '../../commands/message-reader.ts';
import { accessRoom, noRoom } from '../../room/room-access.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import { approvalRules, draftOf } from '../../commands/message-draft.ts';
import { commitMessage } from '../../room/commit-message.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import type { Change } from '../../storage/contract/change.ts';
import {
  scheduledKind,
  scheduledRange,
  scheduledKey,
  toScheduled,
} from '../../storage/decide/personal/scheduled.ts';

/** Commits a change of a scheduled message of the caller, and returns what is stored now. */
const commit = async (
  { user, placed, scheduled }: Context,
  room: LiveRoom,
  messageId: string,
  change: Change,
): Promise<ScheduledMessage | null> => {
  const committing = room.commit(change);
  placed();
  const { records = [] } = await committing;
  const [written] = records;
  // A retry writes nothing.
  const record = written
    ? written.body && written
    : await room.timeline.record(room.id, scheduledKind, scheduledKey(user.id, messageId));
  if (written) scheduled.onChanged(room.id, messageId, user.id, record);
  return record && toScheduled(room.id, record);
};

const stored = (message: ScheduledMessage | null): ScheduledMessage => {
  if (!message) throw new ChatError('conflict', 'this message has been sent', { reason: 'already_sent' });
  return message;
};

const schedule = async (
  context: Context,
  { roomId, sendAt, ...input }: Input<'message:schedule'>,
): Promise<ScheduledMessage> => {
  const { room } = await accessRoom(context, roomId);
  const { user, now, limits } = context;
  const message = draftOf(input, limits);
  const change = { kind: 'schedule', actor: user, at: now(), message, sendAt, limits } as const;
  return stored(await commit(context, room, input.id, change));
};

const edit = async (
  context: Context,
  { roomId, messageId, ...input }: Input<'message:editScheduled'>,
): Promise<ScheduledMessage> => {
  const { room } = await accessRoom(context, roomId);
  const { user, now, limits } = context;
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const change = { kind: 'edit-scheduled', actor: user, at: now(), messageId, ...given, limits } as const;
  return stored(await commit(context, room, messageId, change));
};

/** Returns a room for messages of the caller in it, which may outlast their access to it. */
const roomOfOwn = (context: Context, roomId: string): Promise<LiveRoom> =>
  roomOfRecord(context, roomId, async ({ timeline }) => {
    const query = { ...scheduledRange(context.user.id), limit: 1 };
    return (await timeline.records(roomId, scheduledKind, query)).records.length > 0;
  });

const list = async (
  context: Context,
  { roomId, after, limit = pageSize.default }: Input<'message:scheduled'>,
): Promise<ScheduledPage> => {
  const { timeline } = await roomOfOwn(context, roomId);
  const { records, hasMore } = await timeline.records(roomId, scheduledKind, {
    ...scheduledRange(context.user.id, after),
    limit,
  });
  return { scheduled: records.map((record) => toScheduled(roomId, record)), hasMore };
};

export const scheduled: Handlers<keyof typeof scheduledCommands> = {
  'message:schedule': schedule,
  'message:scheduled': list,
  'message:editScheduled': edit,
  'message:cancelScheduled': async (context, { roomId, messageId }) => {
    const room = await roomOfOwn(context, roomId);
    const { user, now } = context;
    await commit(context, room, messageId, { kind: 'cancel-scheduled', actor: user, at: now(), messageId });
    return {};
  },
};

/** Sends a message at its time, if it is still scheduled with this version. */
export const sendScheduled = async (
  context: Context,
  { roomId, ...content }: Input<'message:send'>,
  version: number,
): Promise<Message> => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  return commitMessage(context, room, {
    kind: 'send',
    actor: context.user,
    at: context.now(),
    message: draftOf(content, context.limits),
    approval: approvalRules(context),
    scheduled: version,
  });
};
