import {
  ChatError,
  isTransient,
  pageSize,
  streamPatienceMs,
  type Attachment,
  type Message,
  type MessagePage,
  type Input,
  type messageCommands,
} from '@chat/protocol';
import { accessRoom, recheckAccess, hiddenFrom, roomToChange } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { forwardSource, type ForwardRequest } from '../room/forward.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { MessageDraft } from '../storage/contract/change.ts';
import type { DeletedContent, RecordChange } from '../storage/contract/records.ts';
import type { PageQuery } from '../storage/contract/storage.ts';
import { draftKind } from '../storage/decide/personal/drafts.ts';
import { commitMessage, isPendingApproval, publishApproval } from '../room/commit-message.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { retentionCutoff, withinRetention } from '../storage/shared/retention.ts';
import { seqAtTime } from '../storage/shared/seq-at-time.ts';
import { isVisibleTo } from '../storage/shared/visible-to.ts';
import { approvalRules, draftOf } from '../commands/message-draft.ts';

const send = async (context: Context, { roomId, ...input }: Input<'message:send'>): Promise<Message> => {
  // Messages are forwarded into rooms that are not open on this connection.
  const { forwardFrom } = input;
  const room = await (forwardFrom
    ? accessRoom(context, roomId).then((access) => access.room)
    : roomToChange(context, roomId));
  const { id, text } = input;
  const draft = draftOf(input, context.limits);
  const fileIds = fileIdsOf(context, input.attachments);
  const message = { ...draft, ...streamsUntil(context, input.streaming) };
  const commitWith = (attachments: Attachment[], forward?: MessageDraft['forward']): Promise<Message> => {
    const change = {
      kind: 'send',
      actor: context.user,
      at: context.now(),
      message: { ...message, attachments, ...(forward ? { forward } : {}) },
      approval: approvalRules(context),
      ...(input.draft === undefined ? {} : { draft: input.draft }),
    } as const;
    const onRecords = draftListener(context, roomId, input.threadId);
    return commitMessage(context, room, change, { onRecords });
  };
  const sendWith = (ids: readonly string[], commit: typeof commitWith): Promise<Message> =>
    context.files && ids.length > 0
      ? context.files.lifecycle.send({ room, user: context.user, messageId: id, fileIds: ids }, commit)
      : commit([]);
  const sent = await (
    forwardFrom
      ? forward(context, room, { ...forwardFrom, id, text, fileIds }, { commitWith, sendWith })
      : sendWith(fileIds, commitWith)
  ).catch((error: unknown) => {
    if (isPendingApproval(error))
      publishApproval(context, room, { roomId, messageId: id, userId: context.user.id });
    throw error;
  });
  room.typingUsers.set({ id: context.user.id, name: context.user.name }, false);
  return sent;
};

interface Commits {
  commitWith(attachments: Attachment[], forward: NonNullable<MessageDraft['forward']>): Promise<Message>;
  sendWith(
    fileIds: readonly string[],
    commit: (attachments: Attachment[]) => Promise<Message>,
  ): Promise<Message>;
}

/** Returns a function that informs the user's devices of a draft that was discarded with its message. */
const draftListener =
  ({ personal, user }: Context, roomId: string, threadId = '') =>
  (records: readonly RecordChange[]): void => {
    const found = records.find(({ kind }) => kind === draftKind(user.id));
    if (found?.body) personal.onChanged('draft', roomId, user.id, threadId, found);
  };

/** Sends a copy of a message with copies of its files. A retry finds the message that is stored. */
const forward = async (
  context: Context,
  room: LiveRoom,
  { id, ...request }: ForwardRequest & { id: string },
  { commitWith, sendWith }: Commits,
): Promise<Message> => {
  const { roomId, messageId, fileIds } = request;
  const from = { roomId, messageId, fileIds: [...fileIds] };
  const stored = await room.timeline.message(room.id, id, { reader: context.user.id });
  if (stored) return commitWith([], from);
  const { files, userId } = await forwardSource(context, request);
  const copies = files.length > 0 ? await context.files?.uploads.copy(context, room.id, files) : [];
  const copied = (copies ?? []).map((file) => file.fileId);
  try {
    return await sendWith(copied, (attachments) =>
      commitWith(attachments, { ...from, ...(userId === undefined ? {} : { userId }) }),
    );
  } catch (error) {
    // The copies of a refused message are not needed; after any other failure the sweep decides.
    if (error instanceof ChatError && isRefusal(error) && !isPendingApproval(error))
      for (const fileId of copied) await context.files?.lifecycle.discard(fileId);
    throw error;
  }
};

/** Whether the message was certainly not stored. */
const isRefusal = ({ code }: ChatError): boolean =>
  code === 'rate_limited' || (code !== 'internal' && !isTransient(code));

/** Only bots may stream a message: users send it when it is complete. */
const streamsUntil = ({ user, now }: Context, streaming = false): { streamsUntil?: number } => {
  if (!streaming) return {};
  if (!user.bot) throw new ChatError('forbidden', 'only bots may stream', { field: 'streaming' });
  return { streamsUntil: now() + streamPatienceMs };
};

const fileIdsOf = (
  { files, limits }: Context,
  attachments: Input<'message:send'>['attachments'] = [],
): string[] => {
  const fileIds = attachments.map(({ fileId }) => fileId);
  const refused = (code: 'invalid' | 'too_large', rule: string) =>
    new ChatError(code, `attachments ${rule}`, { field: 'attachments' });
  const most = limits.maxFilesPerMessage;
  if (fileIds.length > most) throw refused('too_large', `must be at most ${most} files`);
  if (new Set(fileIds).size < fileIds.length) throw refused('invalid', 'must not name a file twice');
  if (fileIds.length > 0 && !files) throw refused('invalid', 'cannot be sent: this server takes no files');
  return fileIds;
};

/** Reads a page of a room without private messages, as an encrypted one is, with the replies in its threads. */
const wholePage = async ({ id, timeline }: LiveRoom, query: PageQuery): Promise<MessagePage> => {
  const { messages, hasMore } = await timeline.page(id, { ...query, unfiltered: true });
  return { messages: messages.filter((message) => isVisibleTo(message, query)), hasMore };
};

const list = async (context: Context, input: Input<'message:list'>): Promise<MessagePage> => {
  const { threadId, before, after, aroundTime, limit = pageSize.default } = input;
  const asked = [before, after, input.around, aroundTime].filter((position) => position !== undefined);
  if (asked.length > 1) {
    const rule = 'before, after, around and aroundTime exclude each other';
    throw new ChatError('invalid', rule, { field: 'before' });
  }
  const { withReplies } = input;
  if (withReplies && threadId !== undefined)
    throw new ChatError('invalid', 'withReplies and threadId exclude each other', { field: 'withReplies' });
  const access = await accessRoom(context, input.roomId);
  const { room } = access;
  if (withReplies && room.head.room.encryption === undefined)
    throw new ChatError('conflict', 'this room is not encrypted', {
      reason: 'not_encrypted',
      field: 'withReplies',
    });
  const visibleAfter = await hiddenFrom(context, access);
  const positions = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  const reader = context.user.id;
  const scope = { ...(threadId === undefined ? {} : { threadId }), visibleAfter, reader };
  const around = aroundTime === undefined ? input.around : await seqAtTime(room, aroundTime, scope);
  const query = { ...scope, ...positions, ...(around === undefined ? {} : { around }), limit };
  const newest = threadId === undefined && asked.length === 0 && !withReplies;
  const page = await (newest
    ? room.cache.page(reader, visibleAfter, limit)
    : withReplies
      ? wholePage(room, query)
      : room.timeline.page(room.id, query));
  await recheckAccess(context, access, page.messages);
  const now = context.now();
  const messages = withinRetention(page.messages, room.head.room, now);
  // Messages past retention are not shown, even if the store still has them.
  const lapsed =
    after === undefined && retentionCutoff(room.head.room, now) > 0 && messages.length < page.messages.length;
  return {
    messages: await withOwnReactions(room, context.user.id, messages),
    hasMore: page.hasMore && !lapsed,
  };
};

export const messages: Handlers<keyof typeof messageCommands> = {
  'message:send': send,
  'message:list': list,
  'message:edit': async (context, { roomId, messageId, text, ...input }) => {
    const { mentions, mentionsAll, data, encrypted, streaming } = input;
    const room = await roomToChange(context, roomId);
    const extra = {
      ...(mentions === undefined ? {} : { mentions }),
      ...(mentionsAll === undefined ? {} : { mentionsAll }),
      ...(data === undefined ? {} : { data }),
      ...(encrypted === undefined ? {} : { encrypted }),
      ...streamsUntil(context, streaming),
    };
    const { user: actor, files } = context;
    const about = { kind: 'edit', actor, at: context.now(), messageId, text } as const;
    const commit = () =>
      commitMessage(context, room, { ...about, ...extra, approval: approvalRules(context) });
    return files ? files.lifecycle.changeCard(room, messageId, commit) : commit();
  },
  'message:delete': async (context, { roomId, messageId }) => {
    const room = await roomToChange(context, roomId);
    const { user, now, undoableDeletions } = context;
    const [versions] = await Promise.all([
      room.timeline.versions(roomId, messageId),
      context.files?.lifecycle.suspect(roomId, messageId, true),
    ]);
    const onDeleted = (deleted: DeletedContent) =>
      undoableDeletions.add({ userId: user.id, roomId, messageId }, { ...deleted, versions });
    const change = { kind: 'delete', actor: user, at: now(), messageId } as const;
    return commitMessage(context, room, change, { onDeleted });
  },
  'message:restore': async (context, { roomId, messageId }) => {
    const room = await roomToChange(context, roomId);
    const { user, limits, now, undoableDeletions, files } = context;
    const deletion = { userId: user.id, roomId, messageId };
    const deleted = undoableDeletions.find(deletion);
    const most = limits.maxPins;
    const commit = () =>
      commitMessage(context, room, { kind: 'restore', actor: user, at: now(), messageId, deleted, most });
    const message = await (files ? files.lifecycle.restore(messageId, commit) : commit());
    undoableDeletions.drop(deletion);
    return message;
  },
};
