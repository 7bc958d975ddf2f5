import type { ChatClient } from '@chat/client';

/** Joins the call for many of a room that is about to be shown, unless it is over by then. Rejects with `ChatError`. */
export const joinCallIn = async (client: ChatClient, roomId: string): Promise<void> => {
  const room = client.room(roomId);
  const { groupCall } = room;
  await room.join();
  try {
    await groupCall.load();
    const { call } = await client.call('groupcall:get', { roomId });
    if (!call) return;
    // Whoever shows the room may have asked before, and not know it yet.
    let stop = (): void => {};
    const own = await new Promise<ReturnType<typeof groupCall.get>>((resolve) => {
      stop = groupCall.subscribe((now) => {
        if (now?.call.id === call.id) resolve(now);
      });
    });
    stop();
    if (own?.call.state === 'active' && !own.here) await groupCall.join();
  } finally {
    await room.leave({ keep: true });
  }
};
