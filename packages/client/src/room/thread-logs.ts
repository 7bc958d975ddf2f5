import type { Message, MessagePage } from '@chat/protocol';
import { emptyLog, forgetBefore, hideUpTo, putMessage, type MessageLog } from '../messages/message-log.ts';
import { withOwnReactions } from '../messages/own-reactions.ts';

/** A thread with subscribers. */
export interface OpenThread {
  log: MessageLog;
  /** Replaced when the log is dropped: a page that was requested before does not fit it. */
  generation: object;
}

/** Open threads by the id of their first message. Other threads are not loaded. */
export type ThreadLogs = ReadonlyMap<string, OpenThread>;

export const noThreads: ThreadLogs = new Map();

const fresh = (): OpenThread => ({ log: emptyLog, generation: {} });
const withLog = (threads: ThreadLogs, id: string, thread: OpenThread): ThreadLogs =>
  new Map([...threads, [id, thread]]);

export const openThread = (threads: ThreadLogs, id: string): ThreadLogs =>
  threads.has(id) ? threads : withLog(threads, id, fresh());

export const closeThread = (threads: ThreadLogs, id: string): ThreadLogs =>
  new Map([...threads].filter(([known]) => known !== id));

/** Updates a message; returns the same map if it is in none of the threads. */
export const putInThread = (threads: ThreadLogs, message: Message): ThreadLogs => {
  const thread = threads.get(message.threadId ?? '');
  const log = thread && putMessage(thread.log, message);
  return message.threadId === undefined || thread === undefined || log === undefined || log === thread.log
    ? threads
    : withLog(threads, message.threadId, { ...thread, log });
};

/** Adds the newest page of a thread, which was requested in this generation. */
export const putPage = (
  threads: ThreadLogs,
  id: string,
  generation: object,
  { messages, hasMore }: MessagePage,
  self: string,
): ThreadLogs => {
  const thread = threads.get(id);
  if (thread?.generation !== generation) return threads;
  const from = hasMore ? (messages[0]?.seq ?? 0) : 0;
  const page: MessageLog = { ...thread.log, items: messages, from, hasOlder: hasMore, loaded: true };
  const given = new Map(messages.map((message) => [message.id, message]));
  // Events during the request may be newer.
  const log = thread.log.items.reduce(
    (known, message) => putMessage(known, withOwnReactions(message, given.get(message.id), self)),
    page,
  );
  return withLog(threads, id, { ...thread, log });
};

export const putLog = (threads: ThreadLogs, id: string, log: MessageLog): ThreadLogs => {
  const thread = threads.get(id);
  return thread === undefined || thread.log === log ? threads : withLog(threads, id, { ...thread, log });
};

/** Keeps the threads open, without messages. */
export const emptyThreads = (threads: ThreadLogs): ThreadLogs =>
  threads.size === 0 ? threads : new Map([...threads.keys()].map((id) => [id, fresh()]));

/** Removes messages up to a `seq`, which I may not read. */
export const hideInThreads = (threads: ThreadLogs, seq: number | undefined): ThreadLogs =>
  seq === undefined
    ? threads
    : new Map([...threads].map(([id, thread]) => [id, { ...thread, log: hideUpTo(thread.log, seq) }]));

/** Removes messages created before a time, which retention has deleted. */
export const expireInThreads = (threads: ThreadLogs, before: number | undefined): ThreadLogs =>
  before === undefined
    ? threads
    : new Map([...threads].map(([id, thread]) => [id, { ...thread, log: forgetBefore(thread.log, before) }]));

export const itemsIn = (threads: ThreadLogs): Message[] =>
  [...threads.values()].flatMap(({ log }) => log.items);
