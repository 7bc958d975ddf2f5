import {
  ChatError,
  pageSize,
  type approvalCommands,
  type Input,
  type Message,
  type PendingMessage,
  type PendingPage,
} from '@chat/protocol';
import { commitMessage, pendingRecord, publishApproval } from '../../room/commit-message.ts';
import { accessRoom, accessWith, recheckAccess } from '../../room/room-access.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import type { StoredRecord } from '../../storage/contract/records.ts';
import {
  bodyOf,
  isPastRetention,
  pendingKinds,
  pendingMessage,
  pendingRoomKey,
} from '../../storage/decide/approval.ts';
import { userById } from '../../users/online-users.ts';

const notPending = (): ChatError =>
  new ChatError('conflict', 'this message does not wait for approval', { reason: 'not_pending' });

/** Returns records as their readers see them, without those past the room's retention. */
const shown = (
  context: Context,
  { id, head }: LiveRoom,
  records: readonly StoredRecord[],
): PendingMessage[] =>
  records
    .filter((record) => !isPastRetention(head.room, bodyOf(record), context.now()))
    .map((record) => {
      const { reason, ...body } = bodyOf(record);
      const isRejected = record.kind === pendingKinds.rejected;
      const message = pendingMessage(id, body);
      return {
        key: record.key,
        // The files of a rejected message are deleted.
        message: isRejected ? { ...message, attachments: [] } : message,
        state: isRejected ? 'rejected' : 'pending',
        ...(reason === undefined ? {} : { reason }),
      };
    });

/** Lists the caller's own messages: those that wait, then those that were rejected. */
const listOwn = async (context: Context, room: LiveRoom): Promise<PendingPage> => {
  const ofKind = async (kind: string): Promise<StoredRecord[]> => {
    const query = { after: { kind, key: '' }, limit: pageSize.max };
    const { records } = await room.timeline.recordsOf(room.id, context.user.id, query);
    return records.filter((record) => record.kind === kind);
  };
  const waiting = await ofKind(pendingKinds.message);
  const messages = shown(context, room, [...waiting, ...(await ofKind(pendingKinds.rejected))]);
  return { messages, count: waiting.length, hasMore: false };
};

const list = async (
  context: Context,
  { roomId, own = false, after, limit = pageSize.default }: Input<'approval:list'>,
): Promise<PendingPage> => {
  if (own) return listOwn(context, (await accessRoom(context, roomId)).room);
  const access = await accessWith(context, roomId, 'message:moderate');
  const { room } = access;
  const { records, hasMore } = await room.timeline.records(roomId, pendingKinds.message, {
    limit,
    ...(after === undefined ? {} : { above: after }),
  });
  const total = await room.timeline.record(roomId, pendingKinds.room, pendingRoomKey);
  await recheckAccess(context, access, [room.head], 'message:moderate');
  const { pending: count } = (total?.body ?? { pending: 0 }) as { pending: number };
  return { messages: shown(context, room, records), count, hasMore };
};

/** Returns the room, and the author of the message that a moderator decides on. */
const decidedOn = async (context: Context, { roomId, messageId }: Input<'approval:approve'>) => {
  const { room } = await accessWith(context, roomId, 'message:moderate');
  const found = await pendingRecord(room, messageId);
  if (!found) throw notPending();
  return { room, user: bodyOf(found).author };
};

const approve = async (
  context: Context,
  input: Input<'approval:approve'>,
  trust?: true,
): Promise<Message> => {
  const { messageId } = input;
  const { room, user } = await decidedOn(context, input);
  const change = { kind: 'approve', actor: context.user, at: context.now(), messageId, user } as const;
  const message = await commitMessage(context, room, { ...change, ...(trust ? { trust } : {}) });
  publishApproval(context, room, { roomId: room.id, messageId, userId: user.id, outcome: 'approved' });
  return message;
};

export const approval: Handlers<keyof typeof approvalCommands> = {
  'approval:list': list,
  'approval:approve': (context, input) => approve(context, input),
  'approval:trust': (context, input) => approve(context, input, true),
  'approval:untrust': async (context, { roomId, userId }) => {
    const { room } = await accessWith(context, roomId, 'message:moderate');
    const user = await userById(context, userId);
    await room.commit({ kind: 'untrust', actor: context.user, at: context.now(), user });
    return {};
  },
  'approval:reject': async (context, { reason, ...input }) => {
    const { messageId } = input;
    const { room, user } = await decidedOn(context, input);
    await room.commit({
      kind: 'reject',
      actor: context.user,
      at: context.now(),
      messageId,
      user,
      ...(reason ? { reason } : {}),
    });
    context.files?.lifecycle.messageDeleted(room.id, messageId, false);
    publishApproval(context, room, { roomId: room.id, messageId, userId: user.id, outcome: 'rejected' });
    return {};
  },
  'approval:withdraw': async (context, { roomId, messageId }) => {
    const { room } = await accessRoom(context, roomId);
    const { user, now } = context;
    await room.commit({ kind: 'withdraw', actor: user, at: now(), messageId });
    context.files?.lifecycle.messageDeleted(roomId, messageId, false);
    publishApproval(context, room, { roomId, messageId, userId: user.id });
    return {};
  },
};
