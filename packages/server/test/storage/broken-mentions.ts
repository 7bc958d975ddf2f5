import type { Message } from '@chat/protocol';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const listed = 'mentions are messages by others that mention the user or everyone';
const followed = 'mentions follow edits and deletions';
const forgotten = 'a pruned message mentions nobody';
const privately = 'a private message mentions only its readers';

/** Finds mentions by reading every message, so that mistakes can be planted. */
const reading = (isCalled: (message: Message, userId: string) => boolean) => (sound: Timeline) => ({
  mentions: async (roomId: string, userId: string, after: number, limit: number) => {
    const { messages } = await sound.page(roomId, { after, limit: 100, unfiltered: true });
    return messages
      .filter((message) => isCalled(message, userId))
      .map(({ seq }) => seq)
      .slice(0, limit);
  },
});

const isOthers = ({ author }: Message, userId: string) => author.id !== userId;
const isNamed = ({ mentions }: Message, userId: string) => mentions.includes(userId);
const isToAll = ({ mentionsAll, deletedAt }: Message) => mentionsAll === true && deletedAt === undefined;

export const brokenMentions: Broken[] = [
  timeline(
    "counts a user's own mentions",
    [listed],
    reading(
      (message, userId) =>
        isNamed(message, userId) ||
        (isToAll(message) && isOthers(message, userId) && message.to?.includes(userId) !== false),
    ),
  ),
  timeline(
    'ignores mentions of everyone',
    [listed, followed, privately, forgotten],
    reading((message, userId) => isOthers(message, userId) && isNamed(message, userId)),
  ),
  timeline(
    'mentions everyone by a private message',
    [privately],
    reading((message, userId) => isOthers(message, userId) && (isNamed(message, userId) || isToAll(message))),
  ),
  timeline('ignores edits of mentions', [followed, privately, forgotten], (sound) => {
    const sent: Message[] = [];
    return {
      commit: async (roomId, changes) => {
        const committed = await sound.commit(roomId, changes);
        for (const result of committed)
          if (result.ok && result.event.type === 'message:created') sent.push(result.event.message);
        return committed;
      },
      mentions: async (roomId, userId, after, limit) =>
        sent
          .filter((message) => message.roomId === roomId && message.seq > after && isOthers(message, userId))
          .filter((message) =>
            message.mentionsAll ? message.to?.includes(userId) !== false : isNamed(message, userId),
          )
          .map(({ seq }) => seq)
          .slice(0, limit),
    };
  }),
  timeline('includes the mention at `after`', [listed], (sound) => ({
    mentions: (roomId, userId, after, limit) => sound.mentions(roomId, userId, after - 1, limit),
  })),
  timeline('lists the newest mentions first', [listed, followed, privately, forgotten], (sound) => ({
    mentions: async (roomId, userId, after, limit) =>
      (await sound.mentions(roomId, userId, after, 100)).toReversed().slice(0, limit),
  })),
];
