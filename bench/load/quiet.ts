import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from './member.ts';

export const bytesReadBy = (members: readonly Member[]): number =>
  members.reduce((sum, { raw }) => sum + raw.bytesRead, 0);

/** Resolves when nothing has come for any of them for a while: longer than a server gathers what it has to tell. */
export const quiet = async (members: readonly Member[], forMs = 250): Promise<void> => {
  for (let [before, after] = [-1, bytesReadBy(members)]; before !== after;) {
    await sleep(forMs);
    [before, after] = [after, bytesReadBy(members)];
  }
};

/** Everybody says goodbye; resolves when all are gone. */
export const leaveAll = async (members: readonly Member[]): Promise<void> => {
  for (const member of members) member.leave();
  while (members.some(({ ended }) => !ended)) await sleep(5);
};
