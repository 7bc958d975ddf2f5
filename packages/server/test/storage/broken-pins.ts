import type { Change, ChangeOf } from '../../src/storage/contract/change.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];
type Pin = Change & ChangeOf<'pin'>;

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const isPin = (change: Change): change is Pin => change.kind === 'pin';
const nothing = { messages: [], hasMore: false };

const found = 'pinned messages are listed by seq, whenever they were pinned';
const asItIs = 'a message stays pinned through other changes';
const bounded = 'the limit of pinned messages holds for concurrent pins';
const gone = 'tombstones and pruned messages are not pinned';

export const brokenPins: Broken[] = [
  timeline('lists pins in the order they were made', [found], (sound) => ({
    pinned: async (roomId, query) => {
      const { messages, hasMore } = await sound.pinned(roomId, query);
      return { messages: messages.toSorted((a, b) => b.rev - a.rev), hasMore };
    },
  })),
  timeline('lists one page of pins', [found], (sound) => ({
    pinned: (roomId, { limit }) => sound.pinned(roomId, { limit }),
  })),
  timeline('returns a pinned message as it was when pinned', [asItIs], (sound) => {
    const first = new Map<string, Awaited<ReturnType<Timeline['message']>>>();
    return {
      commit: async (roomId, changes) => {
        const committed = await sound.commit(roomId, changes);
        for (const change of changes.filter(isPin))
          if (!first.has(change.messageId))
            first.set(change.messageId, await sound.message(roomId, change.messageId));
        return committed;
      },
      pinned: async (roomId, query) => {
        const { messages, hasMore } = await sound.pinned(roomId, query);
        return { messages: messages.map((message) => first.get(message.id) ?? message), hasMore };
      },
    };
  }),
  timeline('counts the pins of a room before its transaction', [bounded], (sound) => ({
    commit: async (roomId, changes) => {
      const { messages } = await sound.pinned(roomId, { limit: 100 });
      await new Promise((resolve) => setTimeout(resolve, 0));
      return sound.commit(
        roomId,
        changes.map((change) =>
          isPin(change) && messages.length < change.most ? { ...change, most: Infinity } : change,
        ),
      );
    },
  })),
  timeline('keeps listing deleted messages as pinned', [gone], (sound) => {
    const kept = new Map<string, string[]>();
    return {
      commit: (roomId, changes) => {
        for (const { messageId } of changes.filter(isPin))
          kept.set(roomId, [...(kept.get(roomId) ?? []), messageId]);
        return sound.commit(roomId, changes);
      },
      pinned: async (roomId, query) => {
        const { messages, hasMore } = await sound.pinned(roomId, query);
        const ids = [...new Set(kept.get(roomId))];
        const all = await Promise.all(ids.map((id) => sound.message(roomId, id)));
        const deleted = all.filter((message) => message?.deletedAt !== undefined);
        return { messages: [...messages, ...deleted.flatMap((message) => message ?? [])], hasMore };
      },
    };
  }),
  {
    name: 'stores pins only in memory',
    found: ['pins survive reopening the store'],
    damage: () => ({}),
    lose: (sound) => breakStorage(sound, () => ({ timeline: { pinned: async () => nothing } })),
  },
];
