import type { ChatEvent, GroupCallLine } from '@chat/protocol';
import type { Peer } from './harness.ts';

/** The line of a call for many as a peer was told of it, once it is so. */
export const line = async (
  peer: Peer,
  matches: (call: GroupCallLine) => boolean,
): Promise<GroupCallLine | undefined> => {
  const event = await peer.until(
    (each: ChatEvent) => 'message' in each && !!each.message.groupCall && matches(each.message.groupCall),
  );
  return 'message' in event ? event.message.groupCall : undefined;
};
export const names = (call?: GroupCallLine | null) => call?.seats.map(({ name }) => name);
