import type { MessageVersion } from '@chat/protocol';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const before = 'what a message said before its edits is found, the newest first';
const bounded = 'every edit of the text keeps the one before, and no more than so many';
const again = 'versions are there when the store is opened again';
const gone = 'a tombstone and a forgotten message have no versions';

/** Goes on giving what it once gave, where the store gives nothing any more. */
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

export const brokenVersions: Broken[] = [
  timeline('gives versions from the oldest', [before, bounded], (sound) => ({
    versions: async (roomId, messageId) => (await sound.versions(roomId, messageId)).toReversed(),
  })),
  timeline('keeps what an edit made, not what it replaced', [before, bounded, again], (sound) => ({
    versions: async (roomId, messageId) => {
      const found = await sound.versions(roomId, messageId);
      const message = await sound.message(roomId, messageId);
      return found.map((version, index) => ({
        ...version,
        text: found[index - 1]?.text ?? message?.text ?? '',
      }));
    },
  })),
  timeline('keeps the last version alone', [before, bounded], (sound) => ({
    versions: async (roomId, messageId) => (await sound.versions(roomId, messageId)).slice(0, 1),
  })),
  timeline('keeps what a deleted message said', [gone], hoarding),
  {
    name: 'keeps versions in memory alone',
    found: [again],
    damage: () => ({}),
    lose: (sound) => breakStorage(sound, () => ({ timeline: { versions: async () => [] } })),
  },
];
