import type { Room } from './rooms.ts';

/** The last reminder that members got of the start of a room. */
export interface Reminded {
  /**
   * The start that it was about, ms since the epoch. Differs from the room's if the room was rescheduled
   * since.
   */
  startsAt: number;
  /** How long before the start it was sent, ms. */
  beforeMs: number;
}

/**
 * Returns the start to remind of, ms since the epoch: members got a reminder of it and it is in the future.
 * Otherwise null.
 */
export const startToRemindOf = ({ phase, startsAt, reminded }: Room, at: number): number | null =>
  phase === 'scheduled' && startsAt !== undefined && reminded?.startsAt === startsAt && startsAt > at
    ? startsAt
    : null;
