// An event as a calendar file.
import { ChatError } from '@chat/server';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { PlannedEvent } from './events.ts';

const usualMin = 60;

/** Throws `not_found` for an event without a start. `origin` is the origin of its page. */
export const calendarOf = (event: PlannedEvent, origin: string): string => {
  const { id, title, startsAt, durationMin, status } = event;
  if (startsAt === null) throw new ChatError('not_found', 'this event has no start');
  const start = new Date(startsAt);
  const isCancelled = status === 'cancelled';
  const calendar = ical({
    prodId: '//Live events//EN',
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${id}@live-events`,
    start,
    end: new Date(start.getTime() + (durationMin ?? usualMin) * 60_000),
    summary: title || 'Live event',
    url: `${origin}/?event=${encodeURIComponent(id)}`,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
};
