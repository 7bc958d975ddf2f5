import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Change } from '../../src/storage/contract/change.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const whole = 'an imported message has its time, author, reactions and earlier texts';
const again = 'importing a message again changes nothing, whatever happened to it';
const ordered = 'an imported reply is in its thread, and messages stay in the order of time';

type ImportMessage = Extract<Change, { kind: 'import-message' }>;

const altered = (name: string, found: string[], alter: (change: ImportMessage) => ImportMessage): Broken => ({
  name,
  found,
  damage: ({ timeline }) => ({
    timeline: {
      commit: (roomId, changes) =>
        timeline.commit(
          roomId,
          changes.map((change) => (change.kind === 'import-message' ? alter(change) : change)),
        ),
    } satisfies Partial<Timeline>,
  }),
});

let copies = 0;

export const brokenImports: Broken[] = [
  altered('imports messages with the time of the import', [whole, ordered], (change) => ({
    ...change,
    at: 9_000,
  })),
  altered('imports messages without their reactions', [whole], (change) => ({
    ...change,
    message: { ...change.message, reactors: [] },
  })),
  altered('imports messages without their earlier texts', [whole], (change) => ({
    ...change,
    message: { ...change.message, versions: [] },
  })),
  altered('imports every message as a new one', [whole, again, ordered], (change) => ({
    ...change,
    message: { ...change.message, id: `${change.message.id} ${(copies += 1)}` },
  })),
  altered('imports older messages after later ones', [ordered], (change) => ({ ...change, notBefore: 0 })),
];
