import type { DurableEvent, Room } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import { refuse, type Decision, type View } from './decision.ts';

/** Whether the members of a room have yet to be reminded of a start with this lead time. */
export const isReminderDue = (
  { phase, startsAt, reminded }: Room,
  { startsAt: start, beforeMs }: Pick<ChangeOf<'remind'>, 'startsAt' | 'beforeMs'>,
): boolean =>
  phase === 'scheduled' &&
  startsAt === start &&
  !(reminded?.startsAt === start && reminded.beforeMs <= beforeMs);

/**
 * Accepts exactly one of several requests, whose sender notifies the members. The room may have been moved,
 * opened or ended since they looked.
 */
export const remind = ({ head }: View, change: ChangeOf<'remind'>): Decision => {
  if (head === null) return refuse('not_found', 'no such room');
  if (!isReminderDue(head.room, change)) return refuse('conflict', 'there is no reminder to send');
  const { startsAt, beforeMs } = change;
  const rev = head.rev + 1;
  const room: Room = { ...head.room, reminded: { startsAt, beforeMs } };
  const event: DurableEvent = { type: 'room:updated', roomId: room.id, rev, room };
  return { kind: 'write', head: { ...head, room, rev, roomRev: rev }, event, members: [] };
};
