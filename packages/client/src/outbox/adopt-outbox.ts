import { ChatError } from '@chat/protocol';
import type { Entry, OutboxLocks, OutboxStore } from './outbox-store.ts';
import type { Pending } from './outbox.ts';
import { noop } from '../platform/noop.ts';

/** Takes over the messages of closed tabs, and waits for open ones to close. See `outbox-store.ts`. */
export const adoptOutbox = (
  { storage, prefix, acquire, owned, awaited, inOrder, ended }: OutboxLocks,
  ...[roomId, userId, later]: Parameters<OutboxStore['adopt']>
): Promise<Pending[]> => {
  const left = async (start: string, owner: string): Promise<Pending[]> => {
    const entries = await storage.list(start);
    return entries
      .map(({ value }) => value as Entry)
      .filter((entry) => entry.tab === owner)
      .map(revive);
  };
  return inOrder(async () => {
    const start = prefix(roomId, userId);
    const entries = await storage.list(start);
    const adopted: Pending[] = [];
    for (const owner of new Set(entries.map(({ value }) => (value as Entry).tab))) {
      const name = start + owner;
      const ours = owned.has(name) || (!awaited.has(name) && (await acquire(name, { ifAvailable: true })));
      if (ours) adopted.push(...(await left(start, owner)));
      else {
        // The tab is open, or just closing: this tab gets its lock when it has closed.
        const waiting = awaited.get(name) ?? acquire(name, { signal: ended });
        awaited.set(name, waiting);
        waiting.then(() => left(start, owner)).then(later, noop);
      }
    }
    return adopted;
  });
};

const revive = ({ tab, pending: { error, ...rest } }: Entry): Pending => ({
  ...rest,
  tab,
  // A message that was being sent when the page closed is sent again; the server recognises its id.
  status: rest.status === 'failed' ? 'failed' : 'queued',
  tries: 0,
  ...(error === undefined ? {} : { error: ChatError.from(error) }),
});
