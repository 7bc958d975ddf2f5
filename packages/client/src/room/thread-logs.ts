import type { Message, MessagePage } from '@chat/protocol';
import { emptyLog, forgetBefore, hideUpTo, putMessage, type MessageLog } from '../messages/message-log.ts';
import { withOwnReactions } from '../messages/own-reactions.ts';

/** A thread that somebody looks at. */
export interface OpenThread {
  log: MessageLog;
  /** Another one once what is held was dropped: a page that was asked for before does not fit it. */
  generation: object;
}

/** By the id of the message that begins it. Of other threads nothing is held. */
export type ThreadLogs = ReadonlyMap<string, OpenThread>;

export const noThreads: ThreadLogs = new Map();

const fresh = (): OpenThread => ({ log: emptyLog, generation: {} });
const withLog = (threads: ThreadLogs, id: string, thread: OpenThread): ThreadLogs =>
  new Map([...threads, [id, thread]]);

export const openThread = (threads: ThreadLogs, id: string): ThreadLogs =>
  threads.has(id) ? threads : withLog(threads, id, fresh());

export const closeThread = (threads: ThreadLogs, id: string): ThreadLogs =>
  new Map([...threads].filter(([known]) => known !== id));

/** With a message as it now is; the same when it stands in none of them. */
export const putInThread = (threads: ThreadLogs, message: Message): ThreadLogs => {
  const thread = threads.get(message.threadId ?? '');
  const log = thread && putMessage(thread.log, message);
  return message.threadId === undefined || thread === undefined || log === undefined || log === thread.log
    ? threads
    : withLog(threads, message.threadId, { ...thread, log });
};

/** With the newest page of a thread, which was asked for in this `life` of it. */
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
  // What was told meanwhile may be newer.
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

/** The same threads open, with nothing in them. */
export const emptyThreads = (threads: ThreadLogs): ThreadLogs =>
  threads.size === 0 ? threads : new Map([...threads.keys()].map((id) => [id, fresh()]));

/** Without what is closed to me. */
export const hideInThreads = (threads: ThreadLogs, seq: number | undefined): ThreadLogs =>
  seq === undefined
    ? threads
    : new Map([...threads].map(([id, thread]) => [id, { ...thread, log: hideUpTo(thread.log, seq) }]));

/** Without what was created before a moment and is no longer kept. */
export const expireInThreads = (threads: ThreadLogs, before: number | undefined): ThreadLogs =>
  before === undefined
    ? threads
    : new Map([...threads].map(([id, thread]) => [id, { ...thread, log: forgetBefore(thread.log, before) }]));

export const itemsIn = (threads: ThreadLogs): Message[] =>
  [...threads.values()].flatMap(({ log }) => log.items);
