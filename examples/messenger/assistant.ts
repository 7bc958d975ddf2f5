// The bot, a user that others can write to. It replies by rules, or with a model.
import { bot, type Bot, type BotAsked, type BotReply, type ChatServer, type Message } from '@chat/server';
import { complete, type Model, type Turn } from './open-ai.ts';
import { answerByRules } from './rules.ts';

const id = 'bot';
const lastMessages = 20;
const nature =
  'You are the assistant of a messenger. Answer briefly, in the language you are written to in. Markdown is shown.';

/** The time since which a user may read a room, ms since the epoch. */
const readsSince = async ({ session }: BotAsked, roomId: string, userId: string): Promise<number> => {
  const { history } = await session.call('room:get', { roomId });
  if (history === 'all') return 0;
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await session.call('member:list', { roomId, limit: 100, ...(after && { after }) });
    const member = page.members.find(({ user }) => user.id === userId);
    if (member) return member.joinedAt;
    after = page.members.at(-1)?.user.id;
    hasMore = page.hasMore && after !== undefined;
  }
  return Number.POSITIVE_INFINITY;
};

/**
 * The previous messages as turns for a model: only those that both the bot and the asking user may read, so
 * that a reply never reveals messages that are private to others. In a group each turn names its author.
 */
const turnsOf = async (asked: BotAsked): Promise<Turn[]> => {
  const { message, session } = asked;
  const { roomId, seq, author: asker } = message;
  const since = await readsSince(asked, roomId, asker.id);
  const mayRead = ({ author, to, createdAt }: Message): boolean =>
    (createdAt >= since || author.id === asker.id) &&
    (to === undefined || author.id === asker.id || to.includes(asker.id));
  const { messages } = await session.call('message:list', { roomId, before: seq + 1, limit: lastMessages });
  const isGroup = !roomId.startsWith('direct:');
  return messages
    .filter(mayRead)
    .filter(({ kind, text, deletedAt }) => kind === 'text' && text !== '' && deletedAt === undefined)
    .map(({ author, text }) =>
      author.id === id
        ? { role: 'assistant', content: text }
        : { role: 'user', content: isGroup ? `${author.name}: ${text}` : text },
    );
};

const byModel = (model: Model): BotReply =>
  async function* (asked) {
    let hasBegun = false;
    try {
      const turns: Turn[] = [{ role: 'system', content: nature }, ...(await turnsOf(asked))];
      for await (const piece of complete(model, turns)) {
        hasBegun = true;
        yield piece;
      }
    } catch (error) {
      // Without the texts: they go to no log.
      console.error('the bot failed:', error instanceof Error ? error.message : 'unknown');
      if (!hasBegun) yield 'Ahora no puedo contestar. / I cannot answer now.';
    }
  };

/** Adds the bot: it replies in direct rooms, and in its groups if it is mentioned. */
export const addAssistant = (chat: ChatServer, model: Model | null): Bot => {
  const assistant = bot(chat, {
    id,
    name: 'Bot',
    paceMs: 250,
    onError: (error) => console.error('the bot failed:', error instanceof Error ? error.message : 'unknown'),
  });
  const reply: BotReply = model ? byModel(model) : ({ text }) => answerByRules(text);
  assistant.onDirect(reply);
  assistant.onMention(reply);
  const { session } = assistant;
  const enter = async (roomId: string, isInvited: boolean): Promise<void> => {
    if (isInvited) await session.call('member:accept', { roomId });
    await assistant.join(roomId);
  };
  const entered = new Set<string>();
  session.on('room:changed', ({ summary: { room, invitation } }) => {
    if (room.type === 'direct' || entered.has(room.id)) return;
    entered.add(room.id);
    enter(room.id, invitation !== undefined).catch(() => entered.delete(room.id));
  });
  session.on('room:removed', ({ roomId }) => void entered.delete(roomId));
  const enterGroups = async (): Promise<void> => {
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await session.call('room:list', {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      for (const { room, invitation } of page.rooms) {
        if (room.type === 'direct') continue;
        entered.add(room.id);
        await enter(room.id, invitation !== undefined);
      }
      after = page.rooms.at(-1)?.room.id;
      hasMore = page.hasMore && after !== undefined;
    }
  };
  enterGroups().catch((error: unknown) =>
    console.error('the bot is not in its groups:', error instanceof Error ? error.message : 'unknown'),
  );
  return assistant;
};
