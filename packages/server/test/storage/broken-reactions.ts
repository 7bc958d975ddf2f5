import type { Change, ChangeOf } from '../../src/storage/contract/change.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];
type React = Change & ChangeOf<'react'>;

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const isReact = (change: Change): change is React => change.kind === 'react';

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

/** Attributes some reactions to another user, like a store that does not know them. */
const unknowing = (
  isUnknown: (sound: Timeline, roomId: string, change: React) => Promise<boolean>,
): ((sound: Timeline) => Partial<Timeline>) => {
  let count = 0;
  return (sound) => ({
    commit: async (roomId, changes) => {
      const unknown = await Promise.all(
        changes.map((change) =>
          isReact(change) ? isUnknown(sound, roomId, change) : Promise.resolve(false),
        ),
      );
      return sound.commit(
        roomId,
        changes.map((change, index) =>
          unknown[index]
            ? { ...change, actor: { ...change.actor, id: `${change.actor.id}~${++count}` } }
            : change,
        ),
      );
    },
  });
};

const everybody = 'all users behind a reaction are listed, without those who removed it';
const counted = 'reactions beyond the listed names are counted exactly';
const known = "each user's own reactions are known";
const gone = 'tombstones and pruned messages have no reactions';
const imported = 'an imported message has its time, author, reactions and earlier texts';

export const brokenReactions: Broken[] = [
  timeline('lists users who reacted in reverse', [everybody, imported], (sound) => ({
    reactors: async (roomId, reaction, query) => {
      const { userIds, hasMore } = await sound.reactors(roomId, reaction, query);
      return { userIds: userIds.toReversed(), hasMore };
    },
  })),
  timeline('lists one page of users who reacted', [everybody], (sound) => ({
    reactors: (roomId, reaction, { limit }) => sound.reactors(roomId, reaction, { limit }),
  })),
  timeline('ignores the emoji of a reaction', [known], (sound) => ({
    reacted: async (roomId, userId, reactions) => {
      const found = await Promise.all(reactions.map(({ messageId }) => sound.message(roomId, messageId)));
      return found.map((message) => message?.reactions.some(({ by }) => by.includes(userId)) ?? false);
    },
  })),
  timeline(
    'knows only reactions that a message lists',
    [counted],
    unknowing(async (sound, roomId, { messageId, emoji, actor }) => {
      const message = await sound.message(roomId, messageId);
      const reaction = message?.reactions.find((each) => each.emoji === emoji);
      return reaction !== undefined && reaction.count > reaction.by.length && !reaction.by.includes(actor.id);
    }),
  ),
  timeline(
    'looks up a reaction before its transaction',
    ['concurrent reactions are all counted'],
    unknowing(async (sound, roomId, { messageId, emoji, actor }) => {
      const [before] = await sound.reacted(roomId, actor.id, [{ messageId, emoji }]);
      await later();
      const [now] = await sound.reacted(roomId, actor.id, [{ messageId, emoji }]);
      return before !== now;
    }),
  ),
  timeline('keeps the reactions of a tombstone', [gone], (sound) => {
    const kept = new Set<string>();
    return {
      commit: (roomId, changes) => {
        for (const change of changes) if (isReact(change)) kept.add(`${change.messageId} ${change.actor.id}`);
        return sound.commit(roomId, changes);
      },
      reacted: async (roomId, userId, reactions) => {
        const found = await sound.reacted(roomId, userId, reactions);
        const messages = await Promise.all(
          reactions.map(({ messageId }) => sound.message(roomId, messageId)),
        );
        return found.map(
          (answer, index) =>
            answer ||
            (messages[index]?.deletedAt !== undefined &&
              kept.has(`${reactions[index]?.messageId} ${userId}`)),
        );
      },
    };
  }),
  {
    name: 'stores reactions only in memory',
    found: ['reactions survive reopening the store'],
    damage: () => ({}),
    lose: (sound) =>
      breakStorage(sound, () => ({
        timeline: { reactors: async () => ({ userIds: [], hasMore: false }) },
      })),
  },
];
