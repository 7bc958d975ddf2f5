import { ChatError, type Input, type Message, type Summary, type summaryCommands } from '@chat/protocol';
import type { Context, Handlers } from '../commands/context.ts';
import { accessRoom, hiddenFrom, recheckAccess } from '../room/room-access.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import { blockedBy } from '../users/blocked-users.ts';

const mostMessages = 300;
const mostCharacters = 30_000;
const pageLimit = 100;

/** Returns messages of others that the caller may read, up to a weight. */
const messagesAfter = async (
  context: Context,
  { roomId, after }: Input<'summary:create'>,
): Promise<Pick<Summary, 'seq' | 'hasMore'> & { messages: Message[] }> => {
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const reader = context.user.id;
  const blocked = await blockedBy(context.profiles, reader);
  const messages: Message[] = [];
  let seq = Math.max(after, await hiddenFrom(context, access));
  let characters = 0;
  for (let hasMore = true; hasMore;) {
    const page = await room.timeline.page(roomId, { after: seq, limit: pageLimit, reader });
    await recheckAccess(context, access, page.messages);
    for (const message of withinRetention(page.messages, room.head.room, context.now())) {
      const isWhole = messages.length >= mostMessages || characters + message.text.length > mostCharacters;
      if (isWhole && messages.length > 0) return { messages, seq, hasMore: true };
      ({ seq } = message);
      if (message.deletedAt !== undefined || message.text === '' || blocked.has(message.author.id)) continue;
      characters += message.text.length;
      messages.push(message);
    }
    ({ hasMore } = page);
    seq = Math.max(seq, page.messages.at(-1)?.seq ?? seq);
  }
  return { messages, seq, hasMore: false };
};

export const summary: Handlers<keyof typeof summaryCommands> = {
  'summary:create': async (context, input) => {
    const { summaries, user } = context;
    const { messages, seq, hasMore } = await messagesAfter(context, input);
    if (!summaries) throw new ChatError('not_found', 'this server has no summaries');
    if (messages.length === 0) throw new ChatError('not_found', 'there is nothing to summarize');
    const text = await summaries.summarize(user.id, messages, input.language);
    return { text, messages: messages.length, seq, hasMore };
  },
};
