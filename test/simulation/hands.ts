import type { RaisedHand } from '@chat/protocol';
import { createChance } from './chance.ts';
import type { World } from './world.ts';

const hosts: readonly string[] = ['ana', 'bo'];
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 6;

/** Lets members raise their hands in some seeds, by random numbers of its own: other seeds run as before. */
export const handsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const chance = createChance(seed + 0x4a2d5);
  return () => {
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get('club');
    if (!tab || !room) return;
    world.inTab(tab, 'hand', () => {
      const isHost = hosts.includes(tab.user.id);
      if (!room.state.get().room?.hands) {
        if (isHost) quietly(room.settings.update({ hands: true }));
        return;
      }
      const raised = chance.pick(room.hands.get())?.user.id;
      if (isHost && raised !== undefined && chance.hit(0.6))
        quietly(chance.hit(0.5) ? room.hands.call(raised) : room.hands.lower(raised));
      else quietly(chance.hit(0.7) ? room.hands.raise() : room.hands.lower());
    });
  };
};

const shown = (hands: readonly RaisedHand[]): string =>
  hands
    .map(({ user, raisedAt, calledAt }) => `${user.id} ${raisedAt}${calledAt === undefined ? '' : '!'}`)
    .join();

/** Every page shows the hands in one order, at most one of them called on, and it first. */
export const verifyHands = (world: World, seed: number): void => {
  if (!isOfSeed(seed)) return;
  const views = world.tabs().flatMap((tab) => {
    const room = tab.rooms.get('club');
    return room?.state.get().status === 'joined' && room.state.get().room?.hands ? [{ tab, room }] : [];
  });
  const [first] = views;
  if (!first) return;
  const expected = shown(first.room.hands.get());
  for (const { tab, room } of views) {
    const hands = room.hands.get();
    if (shown(hands) !== expected)
      world.report(`hands: ${tab.actor.name} shows '${shown(hands)}', ${first.tab.actor.name} '${expected}'`);
    const times = hands.map(({ raisedAt }) => raisedAt);
    if (new Set(times).size < times.length) world.report(`hands: two were raised at once: ${shown(hands)}`);
    if (hands.some(({ calledAt }, at) => calledAt !== undefined && at > 0))
      world.report(`hands: called on, and not first: ${shown(hands)}`);
  }
};
