import type { EphemeralBroadcast } from '../cluster/ephemeral-broadcast.ts';
import type { Files } from '../files/files.ts';
import { publishApproval } from '../room/commit-message.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { bodyOf, pendingKinds } from '../storage/decide/approval.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

interface PendingExpiryDeps {
  storage: Pick<ChatStorage, 'timeline'>;
  rooms: Pick<RoomRegistry, 'open'>;
  files: Pick<Files, 'lifecycle'> | null;
  cluster: { ephemeral: Pick<EphemeralBroadcast, 'approval'> };
  now: () => number;
}

const atOnce = 100;

/** Removes messages that have waited for approval too long, and rejections that were shown long enough. */
export const expirePendingMessages = async (deps: PendingExpiryDeps): Promise<void> => {
  const { storage, rooms, files, now } = deps;
  for (const kind of [pendingKinds.message, pendingKinds.rejected]) {
    const due = await storage.timeline.dueRecords(kind, { at: now(), limit: atOnce });
    for (const { roomId, record } of due) {
      const room = await rooms.open(roomId);
      if (!room) continue;
      const { createdBy } = room.head.room;
      const actor = { id: createdBy, name: createdBy };
      await room.commit({ kind: 'expire-pending', actor, at: now(), record: { kind, key: record.key } });
      const { draft, author } = bodyOf(record);
      files?.lifecycle.messageDeleted(roomId, draft.id, false);
      publishApproval(deps.cluster, room, { roomId, messageId: draft.id, userId: author.id });
    }
  }
};
