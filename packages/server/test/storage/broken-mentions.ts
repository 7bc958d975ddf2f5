import type { Message } from '@chat/protocol';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const listed = 'mentions are the messages of others that call somebody, or everybody';
const followed = 'mentions follow edits and deletions';
const forgotten = 'a forgotten message calls nobody';
const privately = 'a private message calls those who have it, and nobody else';

/** Finds mentions by reading every message, so that it can be done badly. */
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
    'counts mentions by oneself',
    [listed],
    reading(
      (message, userId) =>
        isNamed(message, userId) ||
        (isToAll(message) && isOthers(message, userId) && message.to?.includes(userId) !== false),
    ),
  ),
  timeline(
    'forgets that everybody is called',
    [listed, followed, privately, forgotten],
    reading((message, userId) => isOthers(message, userId) && isNamed(message, userId)),
  ),
  timeline(
    'calls everybody by a private message',
    [privately],
    reading((message, userId) => isOthers(message, userId) && (isNamed(message, userId) || isToAll(message))),
  ),
  timeline('knows mentions as they were first sent', [followed, privately, forgotten], (sound) => {
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
  timeline('answers the mention at `after` again', [listed], (sound) => ({
    mentions: (roomId, userId, after, limit) => sound.mentions(roomId, userId, after - 1, limit),
  })),
  timeline('answers the newest mentions first', [listed, followed, privately, forgotten], (sound) => ({
    mentions: async (roomId, userId, after, limit) =>
      (await sound.mentions(roomId, userId, after, 100)).toReversed().slice(0, limit),
  })),
];
