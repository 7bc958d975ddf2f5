import type { ChatEvent, GroupCallLine } from '@chat/protocol';
import type { Peer } from './harness.ts';

/** Resolves with the message of a group call, once the peer has it in this state. */
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
