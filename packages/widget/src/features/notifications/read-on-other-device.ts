import type { ChatClient, Stop } from '@chat/client';

/**
 * Calls back when a room is read on another device or tab while this page is hidden. If nothing
 * was unread, such as a message that is only in a thread, it never does.
 */
export const onReadOnOtherDevice = (client: ChatClient, roomId: string, done: () => void): Stop => {
  const waits = (): boolean =>
    (client.rooms.get().items.find(({ room }) => room.id === roomId)?.unread ?? 0) > 0;
  let waited = waits();
  const stop = client.rooms.subscribe(() => {
    if (waits()) waited = true;
    // A visible page marks messages as read by itself, even if the user looks away.
    else if (document.visibilityState === 'visible') waited = false;
    else if (waited) {
      stop();
      done();
    }
  });
  return stop;
};
