import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from './member.ts';

export const bytesReadBy = (members: readonly Member[]): number =>
  members.reduce((sum, { raw }) => sum + raw.bytesRead, 0);

/** Longer than a server gathers anything that is still to be told. */
const quietMs = 250;

/** Resolves when nothing more comes for any of them. */
export const quiet = async (members: readonly Member[]): Promise<void> => {
  for (let [before, after] = [-1, bytesReadBy(members)]; before !== after;) {
    await sleep(quietMs);
    [before, after] = [after, bytesReadBy(members)];
  }
};

/** Everybody says goodbye; resolves when all are gone. */
export const leaveAll = async (members: readonly Member[]): Promise<void> => {
  for (const member of members) member.leave();
  while (members.some(({ ended }) => !ended)) await sleep(5);
};
