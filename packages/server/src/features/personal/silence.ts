import type { silenceCommands } from '@chat/protocol';
import { accessRoom } from '../../room/room-access.ts';
import type { Handlers } from '../../commands/context.ts';

export const silence: Handlers<keyof typeof silenceCommands> = {
  'room:silence': async (context, { roomId, until }) => {
    const { user, storage, now, roomLists } = context;
    await accessRoom(context, roomId);
    const { silencedUntil: _before, ...others } = await storage.preferences.get(user.id, roomId);
    const silenced = until !== null && until > now() ? { silencedUntil: until } : {};
    await storage.preferences.put(user.id, roomId, { ...others, ...silenced });
    roomLists.markChanged(roomId, user.id);
    return silenced;
  },
};
