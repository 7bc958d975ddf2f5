import type { Hooks } from '../commands/hooks.ts';
import type { Notifier } from './notifier.ts';

/** Retries of a message that was stored before are answered with it again: they are no news. */
const remembered = 1_000;

/** What the server itself does after a command, so that those who are away hear of it. */
export const pushHooks = (notifier: Notifier): Hooks => {
  const told = new Set<string>();
  return {
    'after:message:send': (_context, message) => {
      const key = `${message.roomId} ${message.id}`;
      if (told.has(key)) return;
      told.add(key);
      for (const oldest of told) {
        if (told.size <= remembered) break;
        told.delete(oldest);
      }
      // Not awaited: whoever wrote does not wait for push services.
      void notifier.said(message);
    },
    'after:room:join': ({ user }, { room }) => notifier.entered(room.id, user.id),
    'after:member:add': (_context, { user, invitedBy }, { roomId }) =>
      invitedBy ? undefined : notifier.entered(roomId, user.id),
  };
};
