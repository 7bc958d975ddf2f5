import { ChatError } from '@chat/protocol';
import type { EncryptionFeature } from '../features/encryption/encryption.ts';
import type { Messages } from '../features/messages.ts';
import { createHistoryLoader, type LoadPage } from './history-loader.ts';
import { addOlder, dropStale } from './log-pages.ts';
import { hasStale } from './message-log.ts';
import type { Overlay } from './optimistic-overlay.ts';
import type { RoomContext } from '../room/room-context.ts';
import { createDeletions } from './deletions.ts';
import type { WhenSent } from '../outbox/when-sent.ts';
import { noop } from '../platform/noop.ts';

// Most pages that are reloaded after a reset; older messages are dropped and load as the user scrolls.
const healedPages = 10;

export interface MessageActions {
  api: Omit<Messages, 'get' | 'subscribe' | 'send' | 'retry' | 'discard'>;
  /** Reloads the messages that a reset left behind. */
  heal(): void;
  /** The room is live or closed to me: sends what was waiting for that. */
  flush(): void;
  close(): void;
}

/** Edits, deletes and loads messages. */
export const createMessageActions = (
  { roomId, call, sync, self, putStored, now, newId }: RoomContext,
  overlay: Overlay,
  sent: WhenSent,
  encryption: Pick<EncryptionFeature, 'edit' | 'isEncrypted'>,
): MessageActions => {
  const deletions = createDeletions({
    overlay,
    stored: sent.wait,
    isAway: () => sync.wanted && sync.status !== 'joined',
    send: (messageId) => call('message:delete', { roomId, messageId }).then(putStored),
    restore: (messageId) => call('message:restore', { roomId, messageId }).then(putStored),
    now,
  });

  const load: LoadPage = async ({ limit, ...place }, put) => {
    const page = await call('message:list', { roomId, ...place, limit });
    sync.change((core) => ({ ...core, log: put(core.log, page, self()) }));
    return page.messages.length > 0;
  };
  const { reach, fill } = createHistoryLoader({ call, roomId, sync, load });

  let loading: Promise<boolean> | null = null;
  const loadPage = async (limit?: number): Promise<boolean> => {
    const { log } = sync.core;
    const { from, hasOlder } = log.island ?? log;
    if (!log.loaded || (!hasOlder && !hasStale(log))) return false;
    return load({ before: from, limit }, (known, page, self) => addOlder(known, page, from, self));
  };
  const loadOlder = (limit?: number): Promise<boolean> => {
    loading ??= loadPage(limit).finally(() => (loading = null));
    return loading;
  };

  const heal = async () => {
    for (let pages = 0; pages < healedPages && hasStale(sync.core.log); pages++) await loadOlder(100);
    sync.change((core) => ({ ...core, log: dropStale(core.log) }));
  };
  let healing = false;

  return {
    flush: deletions.flush,
    close: () => {
      deletions.close();
      sent.close();
    },
    heal: () => {
      if (healing || !hasStale(sync.core.log)) return;
      healing = true;
      // After a failure the gap stays visible; it is tried again the next time the room is live.
      heal()
        .catch(noop)
        .finally(() => (healing = false))
        .catch(noop);
    },
    api: {
      edit: async (messageId, text, more) => {
        await sent.wait(messageId);
        if (await encryption.isEncrypted()) return putStored(await encryption.edit(messageId, text, more));
        return putStored(await call('message:edit', { ...more, roomId, messageId, text }));
      },
      delete: deletions.delete,
      restore: deletions.restore,
      loadOlder,
      reach,
      fill,
      forward: async (messageId, toRoomId) => {
        const { text, attachments, location, encrypted } = await call('message:get', { roomId, messageId });
        // Its text would leave the room, perhaps to one that the server reads.
        if (encrypted)
          throw new ChatError('conflict', 'an encrypted message cannot be forwarded', {
            reason: 'encrypted_room',
          });
        return call('message:send', {
          roomId: toRoomId,
          id: newId(),
          text,
          ...(location ? { location } : {}),
          ...(attachments.length > 0 ? { attachments: attachments.map(({ fileId }) => ({ fileId })) } : {}),
          forwardFrom: { roomId, messageId },
        });
      },
      around: (seq, limit) => call('message:list', { roomId, around: seq, limit }),
    },
  };
};
