import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const asBefore = 'a restored message is read as before it was deleted';
const inPrivate = 'a restored private message is read as before it was deleted';
const inThread = 'a restored reply counts in its thread again, and a restored root has its thread';
const earlier = 'earlier texts of a restored message are listed again';
const final = 'an unknown, expired or different deletion is not undone';

const isRestored = async (sound: Timeline, messageId: string): Promise<boolean> =>
  (await sound.message('r', messageId, { unfiltered: true }))?.restoredAt !== undefined;

export const brokenRestores: Broken[] = [
  timeline(
    'does not return what a deletion removed',
    [asBefore, inPrivate, inThread, earlier, final],
    (sound) => ({
      commit: async (...batch) =>
        (await sound.commit(...batch)).map((result) => {
          if (!result.ok) return result;
          const { deleted: _deleted, ...others } = result;
          return others;
        }),
    }),
  ),
  timeline('does not find restored messages', [asBefore, inPrivate, inThread], (sound) => ({
    search: async (...query) => {
      const { messages, hasMore } = await sound.search(...query);
      return { messages: messages.filter(({ restoredAt }) => restoredAt === undefined), hasMore };
    },
  })),
  timeline('restores a message without its reactions', [asBefore, inPrivate], (sound) => ({
    reactors: async (roomId, of, query) =>
      (await isRestored(sound, of.messageId))
        ? { userIds: [], hasMore: false }
        : sound.reactors(roomId, of, query),
  })),
  timeline('restores a message without its earlier texts', [earlier], (sound) => ({
    versions: async (roomId, messageId) =>
      (await isRestored(sound, messageId)) ? [] : sound.versions(roomId, messageId),
  })),
  timeline('undoes a deletion whatever it has of it', [final], (sound) => ({
    commit: async (roomId, changes) => {
      const eager = changes.map(async (change) => {
        if (change.kind !== 'restore' || change.deleted === null) return change;
        const stored = await sound.message(roomId, change.messageId, { unfiltered: true });
        const { deletedAt = 0 } = stored ?? {};
        const message = { ...change.deleted.message, id: change.messageId };
        return { ...change, deleted: { ...change.deleted, deletedAt, message } };
      });
      return sound.commit(roomId, await Promise.all(eager));
    },
  })),
];
