import type { Message } from '@chat/protocol';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { World } from './world.ts';

/** In some seeds, members forward messages, by a chance of their own: the other seeds go as they would without. */
export const forwardsIn = (world: World, seed: number): (() => void) => {
  if (seed % 4 !== 1) return () => undefined;
  const chance = createChance(seed + 0xf0a4d);
  return () => {
    if (!chance.hit(0.1)) return;
    const tab = chance.pick(world.tabs());
    const room = tab && chance.pick([...tab.rooms.values()]);
    const to = tab && chance.pick([...tab.rooms.keys()]);
    const stored = room?.messages.get().items.filter(({ status }) => status === 'sent') ?? [];
    // Private and deleted ones too, which are refused.
    const message = chance.pick(stored);
    if (!message || !room || !to) return;
    world.inTab(tab, 'forward', () => void room.messages.forward(message.id, to).catch(() => undefined));
  };
};

/** A copy is of a message that others could read, and names only a user whose words it has. Every text is written once. */
export const checkForward = (
  rooms: Iterable<RoomLedger>,
  { id, text, forwarded }: Message,
  report: Report,
): void => {
  const sources = [...rooms].flatMap(({ created }) =>
    [...created.values()].filter((message) => message.text === text && !message.forwarded),
  );
  for (const { id: source, to, author } of sources) {
    if (to) report(`forward: ${id} copies ${source}, which is private`);
    if (forwarded?.userId !== undefined && forwarded.userId !== author.id)
      report(`forward: ${id} names ${forwarded.userId} for the words of ${author.id}`);
  }
};
