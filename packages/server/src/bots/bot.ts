import { randomUUID } from 'node:crypto';
import type { Message, User, RoomSummary } from '@chat/protocol';
import type { ChatServer } from '../chat-server.ts';
import type { Awaitable } from '../async/awaitable.ts';
import { consoleLogger } from '../logger.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Session } from '../transport/session.ts';
import type { SlashCall, SlashDefinition } from '../commands/slash-commands.ts';
import { streamAnswer } from './streamed-answer.ts';

/** What a bot says: at once, as it comes, or nothing. */
export type BotAnswer = string | AsyncIterable<string> | void;

/** A message that a bot is to answer. */
export interface BotAsked {
  readonly message: Message;
  readonly text: string;
  /** What the pattern has found; null where none was asked for. */
  readonly match: RegExpExecArray | null;
  /** The bot's own: any command in its name. */
  readonly session: Session;
}

export type BotReply = (asked: BotAsked) => Awaitable<BotAnswer>;

/** As a slash command, but that the bot says in the room what `run` answers. */
export interface BotCommand extends Omit<SlashDefinition, 'run' | 'rooms'> {
  run(call: SlashCall): Awaitable<BotAnswer>;
}

export interface BotOptions {
  id: string;
  name: string;
  avatarUrl?: string;
  /** Other bots are answered too. They may answer in turn: `answersPerMinute` is what ends it. */
  answersBots?: boolean;
  /** Answers in one room, per minute and at once after a pause; what is beyond is not answered. Default 20. */
  answersPerMinute?: number;
  /** Between two changes of an answer that grows, ms. Default 400. */
  paceMs?: number;
  /** Longest answer, UTF-16 code units: as long as the server's `maxTextLength`. Default 4,000. */
  maxLength?: number;
  /** Told what a reply has thrown, and what was refused to the bot. Default: logged to the console. */
  onError?: (error: unknown) => void;
  /** ms since the epoch. */
  now?: () => number;
  /** Ids of messages. Default: random UUIDs. */
  messageId?: () => string;
}

/** A program that talks. */
export interface Bot {
  readonly user: User;
  readonly session: Session;
  /** Is in rooms from now on, and answers there. Rejects with a `ChatError` where it may not be. */
  join(...roomIds: string[]): Promise<void>;
  /** A slash command in the rooms that it is in, direct ones too (`onDirect`). Answers the way to take it back. */
  onCommand(name: string, command: BotCommand): () => void;
  /** Answers messages that fit. Of several that do, the one that was told first answers. */
  onMessage(pattern: RegExp, reply: BotReply): () => void;
  /** Answers messages that mention it and fit no pattern. */
  onMention(reply: BotReply): () => void;
  /** Answers whoever writes to it alone, where no pattern fits: it is in its direct rooms by itself from then on. */
  onDirect(reply: BotReply): () => void;
  /** Leaves every room and takes back its commands. */
  close(): void;
}

/** When a bot answers without a pattern. */
type Occasion = 'mention' | 'direct';

/** A pattern is the finest occasion, any message to it alone the coarsest. */
const rankOf = (on: RegExp | Occasion): number => (on === 'direct' ? 2 : on === 'mention' ? 1 : 0);

/** Whom an answer goes to, and where it stands: as what it answers. */
type Place = { roomId: string } & Partial<Pick<Message, 'to' | 'replyTo' | 'threadId'>>;

/** Adds a bot to a chat: a session in this process, with what one wants of it. It never answers itself. */
export const bot = (chat: Pick<ChatServer, 'as' | 'slash'>, options: BotOptions): Bot => {
  const { id, name, avatarUrl, answersBots = false, answersPerMinute = 20 } = options;
  const { paceMs = 400, maxLength = 4_000, now = Date.now, messageId = randomUUID } = options;
  const onError =
    options.onError ?? ((error: unknown) => consoleLogger.error({ err: error, bot: id }, 'a bot failed'));
  const user: User = { id, name, ...(avatarUrl ? { avatarUrl } : {}), bot: true };
  const session = chat.as(user);
  const rooms = new Set<string>();
  /** The direct ones it is in by itself; null: in none. */
  let direct: Set<string> | null = null;
  const replies: { on: RegExp | Occasion; reply: BotReply }[] = [];
  const taken: (() => void)[] = [];
  const answers = createTokenBuckets({ perSecond: answersPerMinute / 60, burst: answersPerMinute, now });

  const sendAnswer = async (place: Place, answer: BotAnswer): Promise<void> => {
    const { roomId } = place;
    const send = (text: string, streaming: boolean): Promise<Message> =>
      session.call('message:send', {
        ...place,
        id: messageId(),
        text,
        ...(streaming ? { streaming: true as const } : {}),
      });
    if (typeof answer === 'string') {
      if (answer.trim() !== '') await send(answer.slice(0, maxLength), false);
    } else if (answer)
      await streamAnswer(
        answer,
        {
          begin: (text) => send(text, true),
          grow: (message, text, last) =>
            session.call('message:edit', {
              roomId,
              messageId: message.id,
              text,
              ...(last ? {} : { streaming: true as const }),
            }),
        },
        { paceMs, maxLength, now },
      );
  };

  const answer = async (place: Place, make: () => Awaitable<BotAnswer>): Promise<void> => {
    if (answers.take(place.roomId) > 0) return;
    try {
      await sendAnswer(place, await make());
    } catch (error) {
      onError(error);
    }
  };

  const onMessage = (message: Message): void => {
    const { author, text, kind, roomId, mentions, deletedAt } = message;
    if (author.id === id || (author.bot && !answersBots) || kind !== 'text' || deletedAt !== undefined)
      return;
    const isOf: Record<Occasion, boolean> = {
      mention: mentions.includes(id),
      direct: direct?.has(roomId) === true,
    };
    const found = replies
      .map(({ on, reply }) => ({ on, reply, match: typeof on === 'string' ? null : matchOf(on, text) }))
      .filter(({ on, match }) => (typeof on === 'string' ? isOf[on] : match !== null))
      .toSorted((one, other) => rankOf(one.on) - rankOf(other.on))[0];
    if (!found) return;
    void answer(placeOf(message, id), () => found.reply({ message, text, match: found.match, session }));
  };
  session.on('message:created', ({ message }) => onMessage(message));
  session.on('member:left', ({ roomId, userId }) => {
    if (userId === id) rooms.delete(roomId);
  });

  const listen = (on: RegExp | Occasion, reply: BotReply): (() => void) => {
    const entry = { on, reply };
    replies.push(entry);
    return () => void (replies.includes(entry) && replies.splice(replies.indexOf(entry), 1));
  };

  return {
    user,
    session,
    join: async (...roomIds) => {
      for (const roomId of roomIds) {
        await session.call('room:join', { roomId });
        rooms.add(roomId);
      }
    },
    onCommand: (command, { run, ...declared }) => {
      const stop = chat.slash(command, {
        ...declared,
        rooms: (room) => rooms.has(room.id) || direct?.has(room.id) === true,
        run: (call) => void answer({ roomId: call.room.id }, () => run(call)),
      });
      taken.push(stop);
      return stop;
    },
    onMessage: listen,
    onMention: (reply) => listen('mention', reply),
    onDirect: (reply) => {
      if (!direct) inDirectRooms(session, (direct = new Set()), onMessage, onError).catch(onError);
      return listen('direct', reply);
    },
    close: () => {
      for (const stop of taken) stop();
      session.close();
    },
  };
};

/** The pattern from its beginning, whatever it was used for before. */
const matchOf = (pattern: RegExp, text: string): RegExpExecArray | null => {
  pattern.lastIndex = 0;
  return pattern.exec(text);
};

/** What was private stays among those who have it. */
const placeOf = ({ id, roomId, threadId, author, to }: Message, self: string): Place => ({
  roomId,
  replyTo: id,
  ...(threadId === undefined ? {} : { threadId }),
  // A thread is read by those who have its first message.
  ...(to && threadId === undefined
    ? { to: [...new Set([author.id, ...to])].filter((userId) => userId !== self) }
    : {}),
});

/**
 * Is in all rooms of two with this session, and in new ones as soon as something is said there: `heard` gets what it came too
 * late for. Resolves once it is in those that there are.
 */
const inDirectRooms = async (
  session: Session,
  rooms: Set<string>,
  onMessage: (message: Message) => void,
  onError: (error: unknown) => void,
): Promise<void> => {
  const enter = async ({ room: { id, type }, invitation }: RoomSummary): Promise<Message[]> => {
    if (type !== 'direct' || invitation || rooms.has(id)) return [];
    rooms.add(id);
    try {
      return (await session.call('room:join', { roomId: id })).messages;
    } catch (error) {
      rooms.delete(id);
      throw error;
    }
  };
  session.on('room:changed', ({ summary }) => {
    enter(summary).then((messages) => messages.forEach(onMessage), onError);
  });
  session.on('room:removed', ({ roomId }) => void rooms.delete(roomId));
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await session.call('room:list', {
      type: 'direct',
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const summary of page.rooms) {
      // What is said while it enters is said to it; what was said before is not.
      const { seq = 0 } = summary.lastMessage ?? {};
      for (const message of await enter(summary)) if (message.seq > seq) onMessage(message);
    }
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
};
