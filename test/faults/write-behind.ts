import { copyFileSync, existsSync } from 'node:fs';
import type { ChatStorage } from '@chat/server';

/** Later than the answer, and sooner than anybody would notice. */
const behindMs = 10;

/** A planted bug: a store that reads from a copy, and writes the file a little later. */
export const answersEarly = (file: string, open: (file: string) => ChatStorage): ChatStorage => {
  const copy = `${file}-copy`;
  for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  const durable = open(file);
  const fast = open(copy);
  return {
    ...fast,
    settings: durable.settings,
    timeline: {
      ...fast.timeline,
      commit: async (roomId, changes) => {
        setTimeout(() => void durable.timeline.commit(roomId, changes), behindMs);
        return fast.timeline.commit(roomId, changes);
      },
    },
    close: async () => {
      await fast.close();
      await durable.close();
    },
  };
};
