import {
  ChatError,
  pageSize,
  type Message,
  type MessagePage,
  type Input,
  type messageCommands,
} from '@chat/protocol';
import { accessRoom, accessTo, hiddenFrom, roomToChange } from '../access.ts';
import type { Context, Handlers } from '../context.ts';
import { commitMessage } from '../room/commit-message.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { cutOf, kept } from '../room/retention.ts';
import { guardRecipients } from '../guard-input.ts';

const send = async (context: Context, { roomId, ...input }: Input<'message:send'>): Promise<Message> => {
  const room = await roomToChange(context, roomId);
  const { id, text, replyTo, mentions = [], to, data } = input;
  if (to !== undefined) guardRecipients(to, context.limits);
  const message = {
    id,
    kind: 'text' as const,
    text,
    attachments: [],
    mentions: [...new Set(mentions)],
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(to === undefined ? {} : { to: [...new Set(to)] }),
    ...(data === undefined ? {} : { data }),
  };
  const sent = await commitMessage(context, room, {
    kind: 'send',
    actor: context.user,
    at: context.now(),
    message,
  });
  room.typists.set({ id: context.user.id, name: context.user.name }, false);
  return sent;
};

const list = async (context: Context, input: Input<'message:list'>): Promise<MessagePage> => {
  const { before, after, around, limit = pageSize.default } = input;
  if ([before, after, around].filter((position) => position !== undefined).length > 1) {
    throw new ChatError('invalid', 'before, after and around exclude each other', { field: 'before' });
  }
  const access = await accessRoom(context, input.roomId);
  const { room } = access;
  const visibleAfter = await hiddenFrom(context, access);
  const positions = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  const reader = context.user.id;
  const query = { ...positions, ...(around === undefined ? {} : { around }), visibleAfter, reader, limit };
  const newest = before === undefined && after === undefined && around === undefined;
  const page = await (newest
    ? room.recent.page(reader, visibleAfter, limit)
    : room.timeline.page(room.id, query));
  await accessTo(context, access, page.messages);
  const now = context.now();
  const messages = kept(page.messages, room.head.room, now);
  // Older than the oldest that is kept there is nothing, whatever the store still has.
  const lapsed =
    after === undefined && cutOf(room.head.room, now) > 0 && messages.length < page.messages.length;
  return {
    messages: await withOwnReactions(room, context.user.id, messages),
    hasMore: page.hasMore && !lapsed,
  };
};

export const messages: Handlers<keyof typeof messageCommands> = {
  'message:send': send,
  'message:list': list,
  'message:edit': async (context, { roomId, messageId, text, mentions, data }) => {
    const room = await roomToChange(context, roomId);
    const extra = {
      ...(mentions === undefined ? {} : { mentions }),
      ...(data === undefined ? {} : { data }),
    };
    return commitMessage(context, room, {
      kind: 'edit',
      actor: context.user,
      at: context.now(),
      messageId,
      text,
      ...extra,
    });
  },
  'message:delete': async (context, { roomId, messageId }) => {
    const room = await roomToChange(context, roomId);
    return commitMessage(context, room, {
      kind: 'delete',
      actor: context.user,
      at: context.now(),
      messageId,
    });
  },
};
