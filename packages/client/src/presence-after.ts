import type { EventOf, Member } from '@chat/protocol';
import type { RoomCore } from './room-core.ts';
import { changePresence, withPresence } from './roster.ts';

/** The room after people came, went or changed how they are: me too, for another of my pages may have changed it. */
export const presenceAfter = (
  core: RoomCore,
  event: EventOf<'presence:changed'>,
  self: string,
): RoomCore => ({
  ...core,
  me: meAfter(core.me, event, self),
  roster: changePresence(core.roster, core.room, event),
});

const meAfter = (me: Member | null, event: EventOf<'presence:changed'>, self: string): Member | null => {
  const mine = me && [...event.joined, ...event.updated].find(({ user }) => user.id === self);
  return mine ? withPresence(me, mine) : me;
};
