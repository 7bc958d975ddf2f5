import type { Member } from '@chat/protocol';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import { createChance } from './chance.ts';
import type { Standing } from './ledger.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const hosts: readonly string[] = ['ana', 'bo'];
const guests: readonly string[] = ['cy', 'di'];

/** One seed of eight has invitations too, by a chance of their own: the others go as they would without. */
export const invitationsIn = (world: World, seed: number): (() => void) => {
  if (seed % 8 !== 0) return () => undefined;
  const chance = createChance(seed + 0x5eed);

  const invite = (): void => {
    const tab = chance.pick(world.tabs().filter(({ user }) => hosts.includes(user.id)));
    const room = tab?.rooms.get('club');
    const userId = chance.pick(guests);
    if (!tab || !room || userId === undefined) return;
    const removes = chance.hit(0.4);
    world.inTab(tab, 'invite', () =>
      quietly(removes ? room.members.remove(userId) : room.members.invite(userId)),
    );
  };

  /** Whether or not there is an invitation, from any of their pages. */
  const answer = (): void => {
    const tab = chance.pick(world.tabs().filter(({ user }) => guests.includes(user.id)));
    if (!tab) return;
    const { rooms } = tab.client;
    const accepts = chance.hit(0.7);
    world.inTab(tab, 'answer', () =>
      quietly(accepts ? rooms.accept('club').then(() => tab.join('club')) : rooms.decline('club')),
    );
  };

  return () => {
    if (chance.hit(0.3)) (chance.hit(0.6) ? invite : answer)();
  };
};

/** Only an invited user accepts or declines. */
export const mayAnswer = (change: Change, standing: Standing | undefined): string | null => {
  if (change.kind !== 'answer-invitation') return null;
  return standing?.state === 'invited' ? null : 'is not invited';
};

/** A membership as its events show it. An invited user stays outside until they accept. */
export const standingOf = (
  { role, mutedUntil, invitedBy }: Member,
  rev: number,
  before: Standing | undefined,
): Standing => {
  if (invitedBy === undefined) return { state: 'joined', role, mutedUntil, rev };
  const closedAt = before !== undefined && before.state !== 'joined' ? before.rev : rev;
  return { state: 'invited', role, mutedUntil, rev: closedAt };
};
