import { isThreadOnly } from '@chat/protocol';
import type { Change, CommitResult } from '../../src/storage/contract/change.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const onPages = 'a message in a thread is on the pages of the room only if it was sent there too';
const together = 'the first message of a thread has an exact summary, with its own rev';
const many = 'concurrent replies are all counted';
const unread = 'messages only in a thread do not count as unread';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const rootOf = (change: Change | undefined): string | undefined =>
  change?.kind === 'send' ? change.message.threadId : undefined;
const imported = 'an imported reply is in its thread, and messages stay in the order of time';

export const brokenThreads: Broken[] = [
  timeline('shows messages only in a thread in the room', [onPages], (sound) => ({
    page: async (roomId, { threadId, ...query }) => {
      if (threadId !== undefined) return sound.page(roomId, { threadId, ...query });
      const { messages } = await sound.page(roomId, { ...query, unfiltered: true });
      if (!messages.some(isThreadOnly)) return sound.page(roomId, query);
      return { messages, hasMore: false };
    },
  })),
  timeline('shows one thread for another', [onPages], (sound) => ({
    page: async (roomId, query) => {
      if (query.threadId === undefined) return sound.page(roomId, query);
      const all = await sound.page(roomId, { limit: 1_000, unfiltered: true });
      const messages = all.messages.filter(({ threadId }) => threadId !== undefined);
      return { messages: messages.slice(-query.limit), hasMore: messages.length > query.limit };
    },
  })),
  timeline('shows private threads to everyone', [onPages], (sound) => ({
    page: (roomId, query) =>
      sound.page(roomId, query.threadId === undefined ? query : { ...query, unfiltered: true }),
  })),
  timeline('does not store the summary of a thread', [together, many, imported], (sound) => ({
    message: async (roomId, messageId, reading) => {
      const message = await sound.message(roomId, messageId, reading);
      if (message === null) return null;
      const { thread: _thread, ...kept } = message;
      return kept;
    },
  })),
  timeline('leaves the summary of a thread out of changes', [together], (sound) => ({
    commit: async (roomId, changes) =>
      (await sound.commit(roomId, changes)).map((result): CommitResult => {
        if (!result.ok) return result;
        const { also: _also, ...told } = result;
        return told;
      }),
  })),
  timeline('counts replies on an outdated summary', [many], (sound) => {
    const waiting = new Map<string, number>();
    return {
      // Of several concurrent commits, the last one to read overwrites the others.
      commit: async (roomId, changes) => {
        const root = changes.length === 1 ? rootOf(changes[0]) : undefined;
        if (root === undefined) return sound.commit(roomId, changes);
        waiting.set(roomId, (waiting.get(roomId) ?? 0) + 1);
        await later();
        const lost = (waiting.get(roomId) ?? 0) > 1;
        waiting.set(roomId, (waiting.get(roomId) ?? 1) - 1);
        return lost ? [] : sound.commit(roomId, changes);
      },
    };
  }),
  timeline('counts messages only in a thread as unread', [unread], (sound) => ({
    unread: async (roomId, userId, after, cap, asOf) => {
      const { messages } = await sound.page(roomId, { after, limit: 1_000, unfiltered: true });
      const asides = messages.filter(
        (message) =>
          isThreadOnly(message) &&
          message.to === undefined &&
          message.author.id !== userId &&
          message.deletedAt === undefined,
      );
      return Math.min(cap, (await sound.unread(roomId, userId, after, cap, asOf)) + asides.length);
    },
  })),
];
