import type { RoomContext } from '../../core/feature.ts';

/** A room that shows a message wherever it stands. */
type RoomHost = HTMLElement & { scrollToMessage?(id: string): Promise<boolean> };

/** Leads to a message of the room from somewhere in its frame; a panel that covers the messages is left. False: it is gone. */
export const jumpTo = async ({ host }: RoomContext, id: string): Promise<boolean> =>
  (await (host as RoomHost).scrollToMessage?.(id)) ?? false;
