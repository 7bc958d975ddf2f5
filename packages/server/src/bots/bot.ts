import { randomUUID } from 'node:crypto';
import type { Message, User, RoomSummary } from '@chat/protocol';
import type { ChatServer } from '../chat-server.ts';
import type { Awaitable } from '../async/awaitable.ts';
import { consoleLogger } from '../logger.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Session } from '../transport/session.ts';
import type { SlashCall, SlashDefinition } from '../commands/slash-commands.ts';
import { streamAnswer } from './streamed-answer.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

/** A bot's reply: a text, a stream of text, or nothing. */
export type BotAnswer = string | AsyncIterable<string> | void;

/** A message that a bot replies to. */
export interface BotAsked {
  readonly message: Message;
  readonly text: string;
  /** The match of the pattern; null without a pattern. */
  readonly match: RegExpExecArray | null;
  /** The bot's own session: runs any command as the bot. */
  readonly session: Session;
}

export type BotReply = (asked: BotAsked) => Awaitable<BotAnswer>;

/** A slash command whose result the bot posts in the room. */
export interface BotCommand extends Omit<SlashDefinition, 'run' | 'rooms'> {
  run(call: SlashCall): Awaitable<BotAnswer>;
}

export interface BotOptions {
  id: string;
  name: string;
  avatarUrl?: string;
  /**
   * Whether the bot also replies to other bots. They may reply in turn; `answersPerMinute` stops the
   * exchange.
   */
  answersBots?: boolean;
  /** Replies in one room per minute, and at once after a pause; further messages get no reply. Default 20. */
  answersPerMinute?: number;
  /** Minimum time between two updates of a streamed reply, ms. Default 400. */
  paceMs?: number;
  /** Longest reply, UTF-16 code units: set it to the server's `maxTextLength`. Default 4,000. */
  maxLength?: number;
  /**
   * Called with errors that a reply has thrown, and with commands of the bot that were rejected. Default:
   * logs to the console.
   */
  onError?: (error: unknown) => void;
  /** ms since the epoch. */
  now?: () => number;
  /** Ids of messages. Default: random UUIDs. */
  messageId?: () => string;
}

/** A program that takes part in conversations. */
export interface Bot {
  readonly user: User;
  readonly session: Session;
  /** Joins rooms and replies there. Rejects with a `ChatError` if the bot may not join. */
  join(...roomIds: string[]): Promise<void>;
  /**
   * Adds a slash command to the bot's rooms, its direct rooms included (`onDirect`). Returns a function that
   * removes it.
   */
  onCommand(name: string, command: BotCommand): () => void;
  /** Replies to messages that match. If several patterns match, the one added first replies. */
  onMessage(pattern: RegExp, reply: BotReply): () => void;
  /** Replies to messages that mention the bot and match no pattern. */
  onMention(reply: BotReply): () => void;
  /** Replies to direct messages that match no pattern. The bot joins its direct rooms from then on. */
  onDirect(reply: BotReply): () => void;
  /** Leaves every room and removes its commands. */
  close(): void;
}

/** When a bot replies without a pattern. */
type Occasion = 'mention' | 'direct';

/** A pattern is the most specific trigger, a direct message the least. */
const rankOf = (on: RegExp | Occasion): number => (on === 'direct' ? 2 : on === 'mention' ? 1 : 0);

/** Where a reply goes: to the recipients and thread of the message. */
type Place = { roomId: string } & Partial<Pick<Message, 'to' | 'replyTo' | 'threadId'>>;

const optionNames: Readonly<Record<keyof BotOptions, true>> = {
  id: true,
  name: true,
  avatarUrl: true,
  answersBots: true,
  answersPerMinute: true,
  paceMs: true,
  maxLength: true,
  onError: true,
  now: true,
  messageId: true,
};

/**
 * Adds a bot to a chat: a session in this process with handlers for messages. A bot never replies to itself.
 */
export const bot = (chat: Pick<ChatServer, 'as' | 'slash'>, options: BotOptions): Bot => {
  rejectUnknownOptions('bot', options, optionNames);
  const { id, name, avatarUrl, answersBots = false, answersPerMinute = 20 } = options;
  const { paceMs = 400, maxLength = 4_000, now = Date.now, messageId = randomUUID } = options;
  const onError =
    options.onError ?? ((error: unknown) => consoleLogger.error({ err: error, bot: id }, 'a bot failed'));
  const user: User = { id, name, ...(avatarUrl ? { avatarUrl } : {}), bot: true };
  const session = chat.as(user);
  const rooms = new Set<string>();
  /** The direct rooms that the bot has joined by itself; null: none. */
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

/** Matches the pattern from its beginning, also if it has been used before. */
const matchOf = (pattern: RegExp, text: string): RegExpExecArray | null => {
  pattern.lastIndex = 0;
  return pattern.exec(text);
};

/** A reply to a private message is private as well. */
const placeOf = ({ id, roomId, threadId, author, to }: Message, self: string): Place => ({
  roomId,
  replyTo: id,
  ...(threadId === undefined ? {} : { threadId }),
  // A thread has the readers of its first message.
  ...(to && threadId === undefined
    ? { to: [...new Set([author.id, ...to])].filter((userId) => userId !== self) }
    : {}),
});

/**
 * Joins all direct rooms of this session, and new ones when their first message arrives. `onMessage` gets the
 * messages that came before the join. Resolves when the existing rooms are joined.
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
      // Messages that arrive during the join are new to the bot; earlier ones are not.
      const { seq = 0 } = summary.lastMessage ?? {};
      for (const message of await enter(summary)) if (message.seq > seq) onMessage(message);
    }
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
};
