import { isFor, type Message } from '@chat/protocol';
import type { Thread } from '../../packages/client/src/features/threads.ts';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { RoomLedger } from './ledger.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** Threads that a page looks at, until it goes. */
const opened = new WeakMap<ChatRoom, Map<string, Thread>>();

const openIn = (room: ChatRoom, messageId: string): Thread => {
  const threads = opened.get(room) ?? new Map<string, Thread>();
  opened.set(room, threads);
  const known = threads.get(messageId);
  if (known) return known;
  const thread = room.thread(messageId);
  thread.subscribe(() => {});
  threads.set(messageId, thread);
  return thread;
};

/** Somebody replies in a thread, of a message that may be gone by then. */
export const reply = ({ outboxes, chance }: World, tab: Tab, room: ChatRoom): void => {
  const roots = room.messages
    .get()
    .items.filter(({ status, threadId }) => status === 'sent' && threadId === undefined);
  // Of few messages, so that threads grow.
  const root = chance.pick(roots.slice(-3));
  if (!root) return;
  const text = outboxes.write(tab.actor.name);
  openIn(room, root.id)
    .send({ text, ...(chance.hit(0.3) ? { alsoToRoom: true } : {}) })
    .then(
      (message) => outboxes.resolved(text, message, tab.user.id),
      () => undefined,
    );
};

/** Reads all of the threads that a page looks at. */
export const loadThreads = async (room: ChatRoom): Promise<void> => {
  for (const thread of opened.get(room)?.values() ?? []) while (await thread.loadOlder(100));
};

const repliesIn = ({ messages }: RoomLedger, threadId: string): Message[] =>
  [...messages.values()].filter((message) => message.threadId === threadId);

/** The first message of a thread shows the summary that the ledger knows. */
export const verifySummaries = ({ report }: World, ledger: RoomLedger): void => {
  for (const { id, thread } of ledger.messages.values()) {
    const standing = repliesIn(ledger, id).filter(({ deletedAt }) => deletedAt === undefined);
    const latest = [...new Set(standing.toReversed().map(({ author }) => author.id))].slice(0, 5);
    const lastReplyAt = Math.max(0, ...standing.map(({ createdAt }) => createdAt));
    const told = [
      thread?.replies ?? 0,
      thread?.lastReplyAt ?? 0,
      thread?.participants.map((each) => each.id),
    ];
    const expected = [standing.length, lastReplyAt, thread && latest];
    if (JSON.stringify(told) !== JSON.stringify(expected))
      report(`threads: ${id} of ${ledger.id} tells ${JSON.stringify(told)} of ${JSON.stringify(expected)}`);
  }
};

/** Every thread that a page looks at is as it is stored. */
export const verifyThreads = ({ ledger, report }: World, tab: Tab, room: ChatRoom): void => {
  for (const [id, thread] of opened.get(room) ?? []) {
    const { items, loaded } = thread.get();
    const shown = items.filter(({ status }) => status === 'sent').map((item) => `${item.id} ${item.rev}`);
    const stored = repliesIn(ledger.room(room.id), id)
      .filter((message) => isFor(message, tab.user.id))
      .map((message) => `${message.id} ${message.rev}`);
    if (!loaded || shown.join() !== stored.join())
      report(`view: ${tab.actor.name} shows ${shown.length} of ${stored.length} in the thread of ${id}`);
  }
};
