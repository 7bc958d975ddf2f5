import type { World } from './world.ts';

/** Errors after which the client tries again by itself: a message may not end as failed with one of them. */
const passing = new Set(['disconnected', 'timeout', 'overloaded', 'rate_limited', 'storage_full']);

/** An unsent message has failed with a reported error, and is not stored. */
export const verifyOutboxes = (world: World): void => {
  const { tabs, ledger, outboxes, browsers, report } = world;
  const kept = new Set<string>();
  for (const browser of browsers.keys()) {
    for (const [key, value] of browser.stored) {
      if (!key.startsWith('outbox:')) continue;
      kept.add(key.slice(-36));
      const { pending, tab } = value as { tab: string; pending: { status: string } };
      if (pending.status !== 'failed') report(`outbox: ${key} of page ${tab} is left ${pending.status}`);
    }
  }
  for (const tab of tabs().filter(({ user }) => !ledger.erased.has(user.id))) {
    for (const room of tab.rooms.values()) {
      for (const { id, text, status, error } of room.messages.get().items) {
        if (status === 'sent' || status === 'pending') continue;
        const what = `outbox: '${text}' of ${tab.actor.name} in ${room.id}`;
        if (status !== 'failed') report(`${what} is left ${status} (room ${room.state.get().status})`);
        else if (error === undefined || passing.has(error.code))
          report(`${what} has failed with ${error?.code}`);
        const joined = room.state.get().status === 'joined';
        if (joined && ledger.room(room.id).created.has(id)) report(`${what} is ${status} and stored`);
      }
    }
  }
  outboxes.check(kept);
  outboxes.checkOrder();
};
