import type { RoomContext } from '../../core/feature.ts';

/** A room that can show any of its messages. */
type RoomHost = HTMLElement & { scrollToMessage?(id: string): Promise<boolean> };

/** Goes to a message of the room, and closes a panel that covers the messages. False: it no longer exists. */
export const jumpTo = async ({ host }: RoomContext, id: string): Promise<boolean> =>
  (await (host as RoomHost).scrollToMessage?.(id)) ?? false;
