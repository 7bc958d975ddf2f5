import type { Output } from '@chat/server';

export type Room = Output<'room:get'>;

export const statuses = ['scheduled', 'active', 'ended', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

/** A meeting as the platform's front end knows it, with a start if it has one. */
export interface Meeting {
  id: string;
  creator: string;
  status: Status;
  /** ISO 8601, like `startsAt`. */
  createdAt: string;
  title?: string;
  startsAt?: string;
  durationMin?: number;
}

/** The meeting in the `data` of its room. */
export interface MeetingData {
  cancelled?: true;
  durationMin?: number;
}

export const dataOf = ({ data }: Room): MeetingData => data;

const statusOf = (room: Room): Status => {
  const { phase } = room;
  if (phase === 'ended') return dataOf(room).cancelled ? 'cancelled' : 'ended';
  return phase === 'open' ? 'active' : 'scheduled';
};

export const asMeeting = (room: Room): Meeting => {
  const { id, title, createdBy, createdAt, startsAt } = room;
  const { durationMin } = dataOf(room);
  return {
    id,
    creator: createdBy,
    status: statusOf(room),
    createdAt: new Date(createdAt).toISOString(),
    ...(title === '' ? {} : { title }),
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt).toISOString() }),
    ...(durationMin === undefined ? {} : { durationMin }),
  };
};
