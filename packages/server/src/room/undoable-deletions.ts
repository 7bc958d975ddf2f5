import type { Limits } from '@chat/protocol';
import type { DeletedContent } from '../storage/contract/records.ts';

/** A deletion, by its actor. */
export interface DeletionOf {
  userId: string;
  roomId: string;
  messageId: string;
}

/** The content that recent deletions removed. Only this process has it, in memory, for a short time. */
export interface UndoableDeletions {
  add(deletion: DeletionOf, deleted: DeletedContent): void;
  /** Returns what a deletion removed; null if it is unknown or too long ago. */
  find(deletion: DeletionOf): DeletedContent | null;
  /** The deletion was undone. */
  drop(deletion: DeletionOf): void;
  close(): void;
}

interface Entry {
  deleted: DeletedContent;
  bytes: number;
  until: number;
  timer: NodeJS.Timeout;
}

/** Approximate size of an entry besides its content. */
const overheadBytes = 400;

export const createUndoableDeletions = (
  {
    deletionUndoMs,
    maxUndoableDeletions,
    undoableDeletionBytes,
  }: Pick<Limits, 'deletionUndoMs' | 'maxUndoableDeletions' | 'undoableDeletionBytes'>,
  now: () => number,
): UndoableDeletions => {
  // By user and deletion, the oldest first.
  const byUser = new Map<string, Map<string, Entry>>();
  const keyOf = ({ roomId, messageId }: DeletionOf): string => JSON.stringify([roomId, messageId]);

  const remove = (userId: string, key: string): void => {
    const own = byUser.get(userId);
    clearTimeout(own?.get(key)?.timer);
    own?.delete(key);
    if (own?.size === 0) byUser.delete(userId);
  };

  const fit = (userId: string, own: Map<string, Entry>): void => {
    let bytes = 0;
    for (const entry of own.values()) bytes += entry.bytes;
    for (const [key, entry] of own) {
      if (own.size <= maxUndoableDeletions && bytes <= undoableDeletionBytes) return;
      bytes -= entry.bytes;
      remove(userId, key);
    }
  };

  return {
    add: (deletion, deleted) => {
      if (deletionUndoMs === 0) return;
      const { userId } = deletion;
      const key = keyOf(deletion);
      remove(userId, key);
      const own = byUser.get(userId) ?? new Map<string, Entry>();
      byUser.set(userId, own);
      own.set(key, {
        deleted,
        bytes: overheadBytes + 2 * JSON.stringify(deleted).length,
        until: now() + deletionUndoMs,
        timer: setTimeout(remove, deletionUndoMs, userId, key).unref(),
      });
      fit(userId, own);
    },
    find: (deletion) => {
      const entry = byUser.get(deletion.userId)?.get(keyOf(deletion));
      return entry && now() < entry.until ? entry.deleted : null;
    },
    drop: (deletion) => remove(deletion.userId, keyOf(deletion)),
    close: () => {
      for (const own of byUser.values()) for (const { timer } of own.values()) clearTimeout(timer);
      byUser.clear();
    },
  };
};
