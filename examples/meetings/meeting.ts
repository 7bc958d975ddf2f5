import type { Output } from '@chat/server';

export type Room = Output<'room:get'>;

export const statuses = ['scheduled', 'active', 'ended', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

/** A meeting as the platform's front end knows it; with a start, if it has one. */
export interface Meeting {
  id: string;
  creator: string;
  status: Status;
  /** ISO 8601, as `startsAt`. */
  createdAt: string;
  title?: string;
  startsAt?: string;
}

/** In the data of a room that was cancelled. */
export const cancelled = { cancelled: true };

const statusOf = ({ phase, data }: Room): Status => {
  if (phase === 'ended') return data['cancelled'] === true ? 'cancelled' : 'ended';
  return phase === 'open' ? 'active' : 'scheduled';
};

export const asMeeting = (room: Room): Meeting => {
  const { id, title, createdBy, createdAt, startsAt } = room;
  return {
    id,
    creator: createdBy,
    status: statusOf(room),
    createdAt: new Date(createdAt).toISOString(),
    ...(title === '' ? {} : { title }),
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt).toISOString() }),
  };
};
