import { ChatError, withheld, type slashCommands } from '@chat/protocol';
import { accessJoined, accessRoom, encryptedRoom, hasRight } from '../room/room-access.ts';
import type { Handlers } from '../commands/context.ts';
import { settlesWithin } from '../async/time-limit.ts';

const noCommand = (): ChatError => new ChatError('not_found', 'no such slash command', { field: 'name' });

export const slash: Handlers<keyof typeof slashCommands> = {
  'slash:list': async (context, { roomId }) => {
    const { room, effectiveRole } = await accessRoom(context, roomId);
    // The server would read the text.
    if (room.head.room.encryption !== undefined) return { commands: [] };
    const commands = context.slash
      .list()
      .filter(([, { right = 'message:send', rooms }]) => {
        const settings = room.head.room;
        return hasRight(settings, effectiveRole, right, context.now()) && (rooms?.(settings) ?? true);
      })
      .map(([name, { description, hint }]) => ({ name, description, ...(hint ? { hint } : {}) }));
    return { commands };
  },
  'slash:run': async (context, { roomId, name, text = '' }) => {
    const { room, effectiveRole } = await accessJoined(context, roomId);
    const settings = room.head.room;
    if (settings.encryption !== undefined) throw encryptedRoom();
    const definition = context.slash.get(name);
    if (!definition || !(definition.rooms?.(settings) ?? true)) throw noCommand();
    const why = withheld(definition.right ?? 'message:send', settings, effectiveRole, context.now());
    if (why === 'forbidden') throw noCommand();
    if (why !== null)
      throw new ChatError(why === 'room_ended' ? 'conflict' : 'forbidden', 'you may not do this now', {
        reason: why,
      });
    // The command may take a while, and the reply does not wait for it.
    context.placed();
    const { user, id } = context;
    const call = context.callAs(context.connection);
    const running = Promise.resolve(
      definition.run({
        user,
        room: settings,
        text: text.trim(),
        call,
        send: (reply) => call('message:send', { roomId, id: id(), text: reply }),
      }),
    );
    if (!(await settlesWithin(running, context.limits.slashTimeoutMs)))
      throw new ChatError('timeout', `/${name} did not respond in time`);
    const answer = await running;
    return answer ? { text: answer } : {};
  },
};
