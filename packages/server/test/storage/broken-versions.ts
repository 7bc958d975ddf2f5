import type { MessageVersion } from '@chat/protocol';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const before = 'earlier texts of a message are listed newest first';
const bounded = 'every edit stores the previous text, up to a limit';
const again = 'versions survive reopening the store';
const gone = 'tombstones and pruned messages have no versions';

/** Keeps returning earlier results when the store returns nothing any more. */
const hoarding = (sound: Timeline): Partial<Timeline> => {
  const kept = new Map<string, MessageVersion[]>();
  const keep = async (roomId: string, ids: string[]): Promise<void> => {
    for (const id of ids) {
      const found = await sound.versions(roomId, id);
      if (found.length > 0) kept.set(`${roomId} ${id}`, found);
    }
  };
  return {
    commit: async (roomId, changes) => {
      const committed = await sound.commit(roomId, changes);
      await keep(
        roomId,
        changes.flatMap((change) => (change.kind === 'edit' ? [change.messageId] : [])),
      );
      return committed;
    },
    versions: async (roomId, messageId) => {
      const found = await sound.versions(roomId, messageId);
      return found.length > 0 ? found : (kept.get(`${roomId} ${messageId}`) ?? []);
    },
  };
};
const restored = 'earlier texts of a restored message are listed again';
const imported = 'an imported message has its time, author, reactions and earlier texts';

export const brokenVersions: Broken[] = [
  timeline('lists versions oldest first', [before, bounded, restored, imported], (sound) => ({
    versions: async (roomId, messageId) => (await sound.versions(roomId, messageId)).toReversed(),
  })),
  timeline(
    'stores the new text of an edit, not the previous one',
    [before, bounded, again, restored, imported],
    (sound) => ({
      versions: async (roomId, messageId) => {
        const found = await sound.versions(roomId, messageId);
        const message = await sound.message(roomId, messageId);
        return found.map((version, index) => ({
          ...version,
          text: found[index - 1]?.text ?? message?.text ?? '',
        }));
      },
    }),
  ),
  timeline('stores only the last version', [before, bounded, imported], (sound) => ({
    versions: async (roomId, messageId) => (await sound.versions(roomId, messageId)).slice(0, 1),
  })),
  timeline('keeps the versions of a deleted message', [gone], hoarding),
  {
    name: 'stores versions only in memory',
    found: [again],
    damage: () => ({}),
    lose: (sound) => breakStorage(sound, () => ({ timeline: { versions: async () => [] } })),
  },
];
