import type { ChatClient, Stop } from '@chat/client';

/**
 * Calls back once nothing of a room is unread any more while this page is hidden: it was read on another device or tab. Where nothing
 * was unread, as of a message in a thread alone, it never does.
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
