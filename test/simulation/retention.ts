import { actOnce } from './actions.ts';
import { createChance } from './chance.ts';
import type { World } from './world.ts';

const dayMs = 86_400_000;

/** Some seeds have rooms that keep messages for a day, by a chance of their own: the others go as they would without. */
export const hasRetention = (seed: number): boolean => seed % 7 === 3;

export const oneDay = { retention: { days: 1 } } as const;

/** Users act, and almost a day passes. */
export const yesterday = async (world: World, seed: number): Promise<void> => {
  if (!hasRetention(seed)) return;
  const { scheduler } = world;
  const chance = createChance(seed + 0xda7);
  const fate = scheduler.actor('fate');
  for (let acts = chance.int(8, 20); acts > 0; acts--) {
    scheduler.after(fate, 0, 'act', () => actOnce(world));
    await scheduler.runUntil(scheduler.now() + chance.wait(200));
  }
  // Expired messages are deleted in small batches during the following steps.
  scheduler.step(dayMs - chance.int(0, 20_000));
};

/** The owner lets messages go, or keeps them. */
export const retentionIn = (world: World, seed: number): (() => void) => {
  if (!hasRetention(seed)) return () => undefined;
  const chance = createChance(seed + 0x4e7);
  return () => {
    if (!chance.hit(0.05)) return;
    const tab = chance.pick(world.tabs().filter(({ user }) => user.id === 'ana'));
    const roomId = chance.pick(['plaza', 'club']);
    if (tab && roomId !== undefined)
      world.inTab(
        tab,
        'retain',
        () =>
          void tab.client
            .room(roomId)
            .settings.update(oneDay)
            .catch(() => undefined),
      );
  };
};
