import type { MessageItem } from '../../packages/client/src/messages/message-list.ts';
import { isBlocked, storedBlocks } from './blocks.ts';
import type { World } from './world.ts';

/** In some seeds pages say what has come to them, as they do by themselves outside. */
export const hasDelivered = (seed: number): boolean => seed % 6 === 1;

/** Messages on an open page have a stored delivery receipt, and no page shows more receipts than that. */
export const verifyDelivered = async (world: World, seed: number): Promise<void> => {
  if (!hasDelivered(seed)) return;
  const { disk, ledger, report, tabs } = world;
  const blocks = await storedBlocks(world);
  for (const { id: roomId } of ledger.rooms()) {
    const { readMarkers: marks } = await disk.truth.timeline.readMarkers(roomId, { limit: 100 });
    const kept = new Map(marks.map(({ userId, deliveredSeq }) => [userId, deliveredSeq]));
    // A receipt that was sent but not stored when the server was killed is sent again by a client that has
    // not read the message.
    const sayAgain = new Set<string>();
    for (const { user, rooms } of tabs()) {
      const room = rooms.get(roomId);
      if (room?.state.get().status === 'joined' && room.receipts.get().unread > 0) sayAgain.add(user.id);
    }
    for (const tab of tabs()) {
      const room = tab.rooms.get(roomId);
      if (room?.state.get().status !== 'joined' || ledger.erased.has(tab.user.id)) continue;
      const who = `delivered: ${tab.actor.name} in ${roomId}`;
      const { unread, others } = room.receipts.get();
      // Those of blocked users are not what a page reports.
      const isReported = (item: MessageItem): boolean =>
        item.status === 'sent' && !isBlocked(blocks, tab.user.id, item);
      const last = room.messages.get().items.findLast(isReported)?.seq ?? 0;
      // No receipt is stored for a user whose membership could not be stored.
      const own = kept.get(tab.user.id) ?? Infinity;
      if (unread > 0 && own < last) report(`${who} has ${last}, and ${own} is kept`);
      // Receipts sent before the store was restored may be missing after it.
      for (const [userId, { delivered }] of disk.restored ? [] : Object.entries(others))
        // No receipt is stored for a user who has left since.
        if (
          sayAgain.has(userId) &&
          ledger.closedTo(roomId, userId) === null &&
          delivered > (kept.get(userId) ?? Infinity)
        )
          report(`${who} shows ${delivered} of ${userId}, and ${kept.get(userId)} is kept`);
    }
  }
};
