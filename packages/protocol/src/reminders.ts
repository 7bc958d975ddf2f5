import type { Room } from './rooms.ts';

/** That the members of a room were reminded of its start. */
export interface Reminded {
  /** The start that they were reminded of, ms since the epoch. A room that was moved since has another. */
  startsAt: number;
  /** The reminder that it was: so long before the start, ms. */
  beforeMs: number;
}

/** The start that is to be shown as near, ms since the epoch: its members were reminded of it, and it lies ahead. Else null. */
export const startToRemindOf = ({ phase, startsAt, reminded }: Room, at: number): number | null =>
  phase === 'scheduled' && startsAt !== undefined && reminded?.startsAt === startsAt && startsAt > at
    ? startsAt
    : null;
